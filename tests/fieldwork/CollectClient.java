import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What ODK Collect does, with its own form engine (JavaRosa): list forms, check their hashes, fill one in Italian, be
 * stopped by a constraint, send it in two posts, and again. Prints a line for each step; any failure ends it.
 *
 * <p>Arguments: address of the server, with the key in it.
 */
public final class CollectClient {
    private static final String LIST = "http://openrosa.org/xforms/xformsList";
    private static final String MANIFEST = "http://openrosa.org/xforms/xformsManifest";
    private static final String BOUNDARY = "collect";
    private static final int[] NUMBERS = {
        100, 0, 5, 10, 20, 50, 1, 2, 3, 7, 30, 60, 2020, 1000, -5, -10
    };
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Set<String> SHARED = new HashSet<>();  // groups whose first part has all of it
    private static int violations;

    public static void main(String[] arguments) throws Exception {
        String server = arguments[0];
        List<byte[]> forms = download(server);
        prepareEngine();
        for (byte[] form : forms) {
            byte[] filled = fill(form);
            check(head(server + "/submission") == 204, "HEAD answers 204");
            check(post(server, filled, true) == 201, "the form without its log answers 201");
            check(post(server, filled, false) == 201, "the form with its log answers 201");
            check(post(server, filled, false) == 201, "the same form again answers 201");
            String other = new String(filled, StandardCharsets.UTF_8).replace("prova", "altro");
            check(post(server, other.getBytes(StandardCharsets.UTF_8), false) == 409, "another under its id 409");
        }
        check(get(server.replaceAll("/key/.*", "/key/guessed/formList")).statusCode() == 403, "a guessed key 403");
        System.out.println("done " + forms.size());
    }

    /** Get the forms on offer; each must be what its hash says. */
    private static List<byte[]> download(String server) throws Exception {
        HttpResponse<byte[]> answer = get(server + "/formList");
        check(answer.headers().firstValue("X-OpenRosa-Version").orElse("").equals("1.0"), "the version is told");
        check(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/xml"), "the list is XML");
        List<byte[]> forms = new ArrayList<>();
        NodeList listed = parse(answer.body()).getElementsByTagNameNS(LIST, "xform");
        for (int place = 0; place < listed.getLength(); place++) {
            Element form = (Element) listed.item(place);
            byte[] content = get(text(form, "downloadUrl")).body();
            byte[] digest = MessageDigest.getInstance("MD5").digest(content);
            check(text(form, "hash").equals("md5:" + HexFormat.of().formatHex(digest)), text(form, "formID"));
            check(!text(form, "name").isEmpty(), "the form has a name");
            Element manifest = parse(get(text(form, "manifestUrl")).body());
            check(MANIFEST.equals(manifest.getNamespaceURI()), "the form has a manifest");
            forms.add(content);
        }
        check(!forms.isEmpty(), "there are forms");
        return forms;
    }

    /** Fill a form in Italian, question by question. */
    private static byte[] fill(byte[] xform) throws Exception {
        FormDef form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xform));
        form.initialize(true, new InstanceInitializationFactory());
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        controller.setLanguage("Italiano (it)");
        int asked = 0;
        violations = 0;
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
                if (!prompt.isReadOnly()) {
                    answer(controller, prompt);
                    asked++;
                }
            }
            event = controller.stepToNextEvent();
        }
        check(asked > 20, "questions answered: " + asked);
        check(violations > 0, "constraints met, in Italian: " + violations);
        check(form.validate(true) == null, "the whole form is valid");
        form.postProcessInstance();
        return new XFormSerializingVisitor().serializeInstance(form.getInstance());
    }

    private static void answer(FormEntryController controller, FormEntryPrompt prompt) {
        for (IAnswerData given : candidates(prompt)) {
            int result = controller.answerQuestion(given, true);
            if (result == FormEntryController.ANSWER_OK) {
                if (given.getValue().equals(100)) {
                    SHARED.add(group(prompt));
                }
                return;
            }
            if (result == FormEntryController.ANSWER_CONSTRAINT_VIOLATED) {
                String told = prompt.getConstraintText(given);
                check(told != null && !told.isBlank(), "the constraint says what is expected");
                violations++;
            }
        }
        check(!prompt.isRequired(), "no answer fits " + prompt.getIndex().getReference() + " " + prompt.getConstraintText());
        controller.answerQuestion(null, true);
    }

    private static List<IAnswerData> candidates(FormEntryPrompt prompt) {
        List<IAnswerData> given = new ArrayList<>();
        int control = prompt.getControlType();
        if (control == Constants.CONTROL_SELECT_ONE) {
            for (SelectChoice choice : prompt.getSelectChoices()) {
                check(prompt.getSelectChoiceText(choice) != null, "choices have words");
                given.add(new SelectOneData(new Selection(choice)));
            }
        } else if (control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK) {
            List<SelectChoice> choices = prompt.getSelectChoices();
            for (int count = 1; count <= choices.size(); count++) {
                List<Selection> chosen = new ArrayList<>();
                for (SelectChoice choice : choices.subList(0, count)) {
                    chosen.add(new Selection(choice));
                }
                given.add(new MultipleItemsData(chosen));
            }
        } else if (prompt.getDataType() == Constants.DATATYPE_INTEGER) {
            given.add(new IntegerData(-999_999));  // what no question takes
            if (SHARED.contains(group(prompt))) {
                given.add(new IntegerData(0));
            }
            for (int number : NUMBERS) {
                given.add(new IntegerData(number));
            }
        } else if (prompt.getDataType() == Constants.DATATYPE_DECIMAL) {
            for (int number : NUMBERS) {
                given.add(new DecimalData(number));
            }
        } else {
            given.add(new StringData("prova"));
        }
        return given;
    }

    private static String group(FormEntryPrompt prompt) {
        return prompt.getIndex().getReference().getParentRef().toString();
    }

    private static int post(String server, byte[] filled, boolean incomplete) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"xml_submission_file\"; filename=\"form.xml\"\r\nContent-Type: text/xml", filled);
        if (incomplete) {
            part(body, "name=\"*isIncomplete*\"", "yes".getBytes(StandardCharsets.UTF_8));
        } else {
            String log = "event,node,start,end\nquestion,/interview/x,1000,2000\n";
            part(body, "name=\"audit.csv\"; filename=\"audit.csv\"\r\nContent-Type: text/csv", log.getBytes());
        }
        body.write(("--" + BOUNDARY + "--\r\n").getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/submission"))
            .header("X-OpenRosa-Version", "1.0")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArray(body.toByteArray())).build();
        HttpResponse<byte[]> answer = HTTP.send(request, BodyHandlers.ofByteArray());
        Element told = parse(answer.body());
        check(told.getLocalName().equals("OpenRosaResponse"), "the answer has words: " + told.getTextContent());
        return answer.statusCode();
    }

    private static void part(ByteArrayOutputStream body, String head, byte[] content) throws Exception {
        body.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n").getBytes());
        body.write(content);
        body.write("\r\n".getBytes());
    }

    private static HttpResponse<byte[]> get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).header("X-OpenRosa-Version", "1.0").build();
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }

    private static int head(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
            .method("HEAD", BodyPublishers.noBody()).build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static Element parse(byte[] content) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(content)).getDocumentElement();
    }

    private static String text(Element form, String name) {
        return form.getElementsByTagNameNS(LIST, name).item(0).getTextContent();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
        System.out.println(what);
    }

    private static void prepareEngine() {
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new NoProperties());
    }

    /** The engine asks for properties of a telephone; there are none. */
    private static final class NoProperties implements IPropertyManager {
        @Override
        public List<String> getProperty(String name) {
            return List.of();
        }

        @Override
        public void setProperty(String name, String value) {}

        @Override
        public void setProperty(String name, List<String> value) {}

        @Override
        public String getSingularProperty(String name) {
            return "";
        }

        @Override
        public void addRules(IPropertyRules rules) {}

        @Override
        public List<IPropertyRules> getRules() {
            return List.of();
        }
    }
}
