package hearth.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The templates of real models with every case that is known for them. */
class ModelTemplatesTest {
    private static final List<String> NAMES = List.of("qwen3.5-small", "qwen3.5-large", "qwen3.5-small-gguf", "qwen3");

    @TestFactory
    List<DynamicTest> everyCase() {
        Map<String, Object> file = Fixtures.json("chattemplate/cases.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : NAMES) {
            ChatTemplate template = ChatTemplate.parse(Fixtures.text("chattemplate/" + name + ".jinja"));
            for (Object entry : Fixtures.list(file.get("cases"))) {
                Map<String, Object> one = Fixtures.map(entry);
                Map<String, Object> expected = Fixtures.map(one.get("expected"));
                if (expected.containsKey(name)) {
                    tests.add(DynamicTest.dynamicTest(name + " " + one.get("id") + " " + one.get("name"),
                            () -> check(template, Fixtures.map(one.get("input")), Fixtures.map(expected.get(name)))));
                }
            }
        }
        assertEquals(3 * 36 + 30, tests.size());
        return tests;
    }

    private static void check(ChatTemplate template, Map<String, Object> input, Map<String, Object> expected) {
        if (expected.containsKey("text")) {
            assertEquals(expected.get("text"), template.render(input));
            return;
        }
        ChatTemplateException failure = assertThrows(ChatTemplateException.class, () -> template.render(input));
        if (expected.get("error") != null) {
            assertEquals(expected.get("error"), failure.getMessage());
            assertTrue(failure.isRaised());
            assertTrue(failure.line() > 0);
        }
    }

    @Test
    void disputedCasesFollowTheFirstImplementation() {
        int checked = 0;
        for (Object entry : Fixtures.list(Fixtures.json("chattemplate/cases.json").get("disputed"))) {
            Map<String, Object> one = Fixtures.map(entry);
            for (Map.Entry<String, Object> answer : Fixtures.map(one.get("answers")).entrySet()) {
                ChatTemplate template = ChatTemplate.parse(Fixtures.text("chattemplate/" + answer.getKey() + ".jinja"));
                check(template, Fixtures.map(one.get("input")), Fixtures.map(Fixtures.map(answer.getValue()).get("python")));
                checked++;
            }
        }
        assertTrue(checked >= 3, "checked " + checked);
    }

    @Test
    void knowsWhetherTheModelThinks() {
        assertEquals("[true false, true true, true false, true true]", NAMES.stream().map(name -> {
            ChatTemplate template = ChatTemplate.parse(Fixtures.text("chattemplate/" + name + ".jinja"));
            return template.thinks() + " " + template.thinksByDefault();
        }).toList().toString());
        assertEquals(false, ChatTemplate.chatMl().thinks());
        assertEquals(false, ChatTemplate.chatMl().thinksByDefault());
    }
}
