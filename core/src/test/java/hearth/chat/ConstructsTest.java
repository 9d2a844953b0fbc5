package hearth.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every construct of the language against what the reference implementation renders. */
class ConstructsTest {
    @TestFactory
    List<DynamicNode> rendersAsTheReference() {
        Map<String, Object> file = Fixtures.json("chattemplate/constructs.json");
        Map<String, Object> variables = Fixtures.map(file.get("variables"));
        List<DynamicNode> containers = new ArrayList<>();
        List<DynamicTest> group = new ArrayList<>();
        String construct = "";
        for (Object entry : Fixtures.list(file.get("cases"))) {
            Map<String, Object> one = Fixtures.map(entry);
            if (!construct.equals(one.get("construct"))) {
                construct = (String) one.get("construct");
                group = new ArrayList<>();
                containers.add(DynamicContainer.dynamicContainer(construct, group));
            }
            String template = (String) one.get("template");
            group.add(DynamicTest.dynamicTest(template, () -> check(template, variables, (String) one.get("text"))));
        }
        return containers;
    }

    private static void check(String template, Map<String, Object> variables, String expected) {
        if (expected == null) {
            assertThrows(ChatTemplateException.class, () -> ChatTemplate.parse(template).render(variables));
        } else {
            assertEquals(expected, ChatTemplate.parse(template).render(variables));
        }
    }
}
