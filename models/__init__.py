"""The classifier: corpus, training, evaluation, and the trained pipeline that ships."""
