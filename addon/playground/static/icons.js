// Icons, drawn for this page: the ones of the mail client, and those the add-on names after Material Symbols.

import { svg } from './dom.js';

const PATHS = {
  inbox: 'M4 13.500 6.200 6h11.600L20 13.500V18H4zM4 13.500h4.500a3.500 3.500 0 0 0 7 0H20',
  draft: 'M5 19h3.500L19 8.500 15.500 5 5 15.500zM13.500 7l3.500 3.500',
  sent: 'M4 11.500 20 4.500 15 20l-3.500-6.500zM11.500 13.500 20 4.500',
  eye: 'M3 12s3.300-6 9-6 9 6 9 6-3.300 6-9 6-9-6-9-6zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  bench: 'M5 7h14M5 12h14M5 17h14M9 5v4M15 10v4M8 15v4',
  plus: 'M12 5v14M5 12h14',
  back: 'M14.500 6 8.500 12l6 6',
  menu: 'M12 6.500v.01M12 12v.01M12 17.500v.01',
  moon: 'M19 14.500A7.500 7.500 0 0 1 9.500 5 7.500 7.500 0 1 0 19 14.500z',
  close: 'M6.500 6.500l11 11M17.500 6.500l-11 11',
  trash: 'M5 7.500h14M10 7V5h4v2M7 7.500 8 19.500h8l1-12',
  reply: 'M10 6 4.500 11 10 16v-3c5 0 7.500 1.500 9.500 5 0-6-3-9-9.500-9z',
  warning: 'M12 4.500 21 19.500H3zM12 10v4.500M12 17v.01',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.01',
  check: 'M5 12.500 10 17.500 19.500 7',
  check_circle: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.500 12.200l2.500 2.500 4.500-5',
  question: 'M9 9.200C9.200 7.300 10.500 6 12.300 6c1.900 0 3.300 1.200 3.300 2.900 0 2.500-3.300 2.600-3.300 5.300M12.300 17.500v.01',
  person: 'M12 4.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM5 19.500c.5-3.700 3.300-5.500 7-5.500s6.500 1.800 7 5.500',
  people: 'M9 5.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 19c.4-3.200 2.800-5 6-5s5.600 1.800 6 5M15.500 6a2.800 2.800 0 0 1 0 5.300M17.500 14.300c2 .6 3.200 2.200 3.500 4.700',
  mail: 'M4 6.500h16v11H4zM4 7l8 6 8-6',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2',
  quote: 'M9.500 8C7 8.500 6 10.500 6 13v3h4v-4H8M17.500 8c-2.500.5-3.500 2.500-3.500 5v3h4v-4h-2',
  link: 'M10 14l4-4M9 11l-2.500 2.500a3 3 0 0 0 4 4L13 15M15 13l2.500-2.500a3 3 0 0 0-4-4L11 9',
  block: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.500 6.500l11 11',
  undo: 'M8 6 4 10l4 4M4.500 10H14a5 5 0 0 1 0 10h-3',
  settings: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 4v2.500M12 17.500V20M4 12h2.500M17.500 12H20M6.300 6.300l1.800 1.800M15.900 15.900l1.800 1.800M17.700 6.300l-1.800 1.800M8.100 15.900l-1.800 1.800',
  refresh: 'M18.500 8.500A7.500 7.500 0 1 0 19.500 13M19 4.500v4.500h-4.500',
  dot: 'M12 10.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z',
};

const MATERIAL = {
  help: 'question', help_center: 'question', contact_support: 'question', error: 'warning', report: 'warning', priority_high: 'warning',
  lightbulb: 'info', done: 'check', task_alt: 'check_circle', verified: 'check_circle', group: 'people', groups: 'people', diversity_3: 'people',
  handshake: 'people', drafts: 'mail', email: 'mail', mark_email_read: 'mail', forward_to_inbox: 'mail', outgoing_mail: 'sent', send: 'sent',
  schedule: 'clock', hourglass_empty: 'clock', hourglass_top: 'clock', pending: 'clock', event: 'clock', update: 'clock', format_quote: 'quote',
  edit: 'draft', edit_note: 'draft', cancel: 'block', do_not_disturb_on: 'block', do_not_disturb: 'block', thumb_down: 'block', person_off: 'block',
  thumb_up: 'check_circle', history: 'undo', tune: 'settings', sync: 'refresh', person_add: 'person', account_circle: 'person', visibility: 'eye',
  notifications_off: 'block', search: 'eye', mail_lock: 'mail', contact_mail: 'mail', how_to_reg: 'check_circle', live_help: 'question',
};

export function icon(name, title = '') {
  const path = PATHS[name] ?? PATHS[MATERIAL[name]] ?? PATHS.dot;
  const node = svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': title ? 'false' : 'true', focusable: 'false' }, svg('path', { d: path }));
  if (title) {
    node.setAttribute('role', 'img');
    node.setAttribute('aria-label', title);
  }
  return node;
}
