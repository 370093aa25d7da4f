/** What all parts of the page of `replay --report` are made of. */
import { printable } from './text.ts';

export function text(value: string): string {
  return printable(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function section(id: string, title: string, number: number, body: string): string {
  return body === ''
    ? ''
    : `<section id="${id}"><h2>${text(title)} <span class="count">${number}</span></h2>${body}</section>`;
}

/** Broken between words where it is too long for its line, as no browser breaks it by itself. */
export function name(value: string): string {
  return text(value).replace(/[_./]/g, '$&<wbr>');
}
