# The backend of the Gmail add-on and the JSON API (docs/deploy.md).
FROM python:3.12-slim

RUN useradd --create-home --uid 10001 askfirst
WORKDIR /srv/askfirst
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY linter linter
COPY addon addon
COPY models models
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && mkdir data && chown askfirst data

USER askfirst
ENV PORT=8080 ASKFIRST_DATABASE=sqlite:////srv/askfirst/data/ledger.sqlite OPENBLAS_NUM_THREADS=1 PYTHONUNBUFFERED=1
EXPOSE 8080
CMD ["gunicorn", "-c", "python:addon.gunicorn_conf", "addon.wsgi:app"]
