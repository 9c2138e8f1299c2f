import 'odk.css';
import './interview.css';
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
import { createApp, h } from 'vue';
import { labelFields } from './labels.js';
import { widgetWords, translateWords } from './words.js';

// The engine gives no access to what is filled before «Send». The root node is a property of its header: not
// supported, and so the version is pinned and a test of the browser reads a draft back.
function rootIn(vnode) {
  if (!vnode || typeof vnode !== 'object') return null;
  if (typeof vnode.props?.form?.prepareInstancePayload === 'function') return vnode.props.form;
  const inside = Array.isArray(vnode.children) ? vnode.children : [];
  for (const child of [vnode.component?.subTree, ...inside]) {
    const found = rootIn(child);
    if (found) return found;
  }
  return null;
}

const languageCode = (language) => /\((\w+)\)\s*$/.exec(language.language)?.[1] ?? 'en';

export class Form {
  // xform: the form; filled: XML of a draft or of what is corrected, or empty; onSend: is given the XML.
  constructor(place, { xform, filled, language, onSend }) {
    this.place = place;
    this.app = createApp({
      render: () =>
        h(OdkWebForm, {
          formXml: xform,
          fetchFormAttachment: async () => new Response('', { status: 404 }),
          missingResourceBehavior: 'BLANK',
          submissionMaxSize: Infinity,
          editInstance: filled
            ? { resolveInstance: () => filled, attachmentFileNames: [], resolveAttachment: () => null }
            : undefined,
          onSubmit: async (payload) => onSend(await payload.data[0].get('xml_submission_file').text()),
        }),
    }).use(webFormsPlugin);
    this.root = null;
    this.widgets = this.app.config.globalProperties.$primevue.config;
    this.english = this.widgets.locale;
    this.app.mount(place);
    labelFields(place);
    translateWords(place, () => this.language ?? language);
  }

  // Waits until the form is there; false if the engine could not open it.
  async ready() {
    for (let waited = 0; waited < 30000 && !this.root; waited += 50) {
      this.root = rootIn(this.place._vnode);
      if (!this.root && this.place.querySelector('.form-initialization-status.error')) return false;
      if (!this.root) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return Boolean(this.root);
  }

  get language() {
    return this.root ? languageCode(this.root.currentState.activeLanguage) : undefined;
  }

  speak(code) {
    const wanted = this.root.languages.find((language) => languageCode(language) === code);
    if (wanted) this.root.setLanguage(wanted);
    this.widgets.locale = widgetWords(code, this.english);
    this.place.lang = code;
    this.place.dispatchEvent(new CustomEvent('spoken'));
  }

  // What is filled so far, complete or not.
  async filled() {
    const payload = await this.root.prepareInstancePayload({ payloadType: 'monolithic' });
    return payload.data[0].get('xml_submission_file').text();
  }

  // Path of the question in which an event happened, as the form names it.
  questionOf(element) {
    const id = element.closest?.('.question-container')?.id.replace(/_container$/, '');
    return id ? referenceOf(this.root, id) : null;
  }
}

function referenceOf(node, id) {
  if (node.nodeId === id) return node.currentState.reference;
  for (const child of node.currentState.children ?? []) {
    const found = referenceOf(child, id);
    if (found) return found;
  }
  return null;
}
