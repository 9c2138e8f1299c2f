// Who an interview is does not depend on the form engine: the page gives it its id, and says what it corrects.

const META = 'http://openrosa.org/xforms';

function named(parent, name) {
  return [...parent.children].find((child) => child.localName === name);
}

function write(meta, name, text) {
  let element = named(meta, name);
  if (!text) {
    element?.remove();
    return;
  }
  if (!element) {
    element = meta.ownerDocument.createElementNS(META, `orx:${name}`);
    meta.appendChild(element);
  }
  element.textContent = text;
}

// Returns the filled form with this id; corrects: id of the form that it takes the place of; audit: name of the log.
export function identified(xml, { instance, corrects, audit }) {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const meta = named(document.documentElement, 'meta');
  write(meta, 'instanceID', instance);
  write(meta, 'deprecatedID', corrects);
  const log = named(meta, 'audit');
  if (log) log.textContent = audit;
  return new XMLSerializer().serializeToString(document);
}
