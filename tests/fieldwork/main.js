// Shows the form named in the address, and keeps what «Send» sends.
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
import { createApp, h } from 'vue';

const name = new URLSearchParams(location.search).get('form');
const formXml = await (await fetch(`/forms/${name}.xml`)).text();
window.submitted = null;
const form = {
  formXml,
  fetchFormAttachment: async () => { throw new Error('none'); },
  missingResourceBehavior: 'BLANK',
  submissionMaxSize: Infinity,
  onSubmit: async (payload) => {
    window.submitted = await payload.data[0].get('xml_submission_file').text();
  },
  onSubmitChunked: () => {},
};
createApp({ render: () => h(OdkWebForm, form) }).use(webFormsPlugin).mount('#app');
