package hearth.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that mean harm end in an exception instead of taking the tab down. */
class LimitsTest {
    private static void assertRefused(String template) {
        ChatTemplateException failure = assertThrows(ChatTemplateException.class, () -> ChatTemplate.parse(template).render(Map.of()));
        assertFalse(failure.isRaised());
        assertTrue(failure.getMessage().startsWith("Chat template, line "), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s.replace('x', 'xx') %}{% endfor %}",
        "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s|replace('', 'x') %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(9999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(9999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l|tojson }}",
        "{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(9999) %}{% set ns.l = [ns.l] %}{% set ns.m = [ns.m] %}{% endfor %}{{ ns.l == ns.m }}",
        "{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(9999) %}{% set ns.l = [ns.l] %}{% set ns.m = [ns.m] %}{% endfor %}{{ ns.l < ns.m }}",
        "{% set ns = namespace() %}{% set ns.n = ns %}{{ ns }}",
        "{{ 'x' * 999999999999 }}",
        "{{ [1] * 999999999999 }}",
        "{{ ('x' * 9999999)|list }}",
        "{% for c in 'x' * 9999999 %}{% endfor %}",
        "{{ ('x' * 9999999).split('x') }}",
        "{{ ('x ' * 4999999).split() }}",
        "{{ ('\n' * 9999999).splitlines() }}",
        "{% set a = 'a' * 8000000 %}{% set b = 'a' * 4000000 ~ 'b' %}{{ b in a }}",
        "{% set a = 'a' * 8000000 %}{% set b = 'a' * 8000000 %}{% for i in range(99999) %}{% if a == b %}{% endif %}{% endfor %}",
        "{% set a = 'a' * 8000000 %}{% for i in range(99999) %}{% if a.strip('a') %}{% endif %}{% endfor %}",
        "{% set a = 'a' * 8000000 %}{% for i in range(99999) %}{% set b = none[a] %}{% set c = {}[a] %}{{ a|length }}{{ a[5] }}{% endfor %}",
        "{% set l = range(99999)|list %}{% for i in range(99999) %}{% set x = l|sum %}{% endfor %}",
        "{% set l = range(99999)|list %}{% macro m() %}{% if varargs %}{% endif %}{% endmacro %}{% for i in range(99999) %}{{ m(*l) }}{% endfor %}",
        "{% set l = range(99999)|list %}{% for i in range(99999) %}{{ -1 in l }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(f) %}{{ f(f) }}{% endmacro %}{{ m(m) }}",
        "{% macro m() %}{% for i in range(99) %}{{ caller() }}{% endfor %}{% endmacro %}"
            + "{% call m() %}{% call m() %}{% call m() %}{% call m() %}x{% endcall %}{% endcall %}{% endcall %}{% endcall %}",
        "{% set ns = namespace() %}{% macro a() %}{% macro b() %}{% set ns.m = a2 %}{% endmacro %}{% endmacro %}{% for i in range(99999) %}"
            + "{% for j in range(99999) %}{{ a() }}{% endfor %}{% endfor %}",
        "{{ 'x'|indent(999999999) }}",
        "{{ [1]|tojson(indent=999999999) }}",
        "{{ '%999999999s' % 1 }}",
        "{{ 2 ** 64 }}",
        "{{ 9223372036854775807 * 2 }}",
        "{{ -9223372036854775807 - 9 }}",
        "{{ 99999999999999999999 }}",
    })
    void boundsTimeAndMemory(String template) {
        assertRefused(template);
    }

    @Test
    void boundsNesting() {
        List<String> templates = new ArrayList<>();
        int many = 20_000;
        templates.add("{{ " + "(".repeat(many) + "1" + ")".repeat(many) + " }}");
        templates.add("{{ " + "[".repeat(many) + "]".repeat(many) + " }}");
        templates.add("{{ " + "{1:".repeat(many) + "1" + "}".repeat(many) + " }}");
        templates.add("{{ " + "not ".repeat(many) + "1 }}");
        templates.add("{{ " + "- ".repeat(many) + "1 }}");
        templates.add("{{ " + "1 if 0 else ".repeat(many) + "1 }}");
        templates.add("{{ 1" + " + 1".repeat(many) + " }}");
        templates.add("{{ 1" + " and 1".repeat(many) + " }}");
        templates.add("{{ 1" + "|string".repeat(many) + " }}");
        templates.add("{{ x" + ".x".repeat(many) + " }}");
        templates.add("{{ x" + "[x".repeat(many) + "]".repeat(many) + " }}");
        templates.add("{{ x" + "(x".repeat(many) + ")".repeat(many) + " }}");
        templates.add("{% if 1 %}".repeat(many) + "{% endif %}".repeat(many));
        templates.add("{% for i in [1] %}".repeat(many) + "{% endfor %}".repeat(many));
        templates.add("{% set " + "(".repeat(many) + "a" + ")".repeat(many) + " = 1 %}");
        templates.add("{{ 1 ".repeat(many));
        templates.add("x".repeat(2_000_000));
        for (String template : templates) {
            assertRefused(template);
        }
    }

    @Test
    void ordinarySizesAreFarFromTheLimits() {
        List<Object> messages = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            messages.add(Map.of("role", i % 2 == 0 ? "user" : "assistant", "content", "A sentence of a common length. ".repeat(16)));
        }
        ChatTemplate template = ChatTemplate.parse(Fixtures.text("chattemplate/qwen3.5-small.jinja"));
        String prompt = template.render(Map.of("messages", messages, "add_generation_prompt", true));
        assertTrue(prompt.length() > 1_000_000, "" + prompt.length());
        ChatTemplate elif = ChatTemplate.parse("{% if 0 %}" + "{% elif 0 %}x".repeat(5000) + "{% else %}y{% endif %}" + "{{ 'a' ~ 'b' }}" + " ~ 1".repeat(50));
        assertTrue(elif.render(Map.of()).startsWith("yab"));
        assertEquals("101", ChatTemplate.parse("{{ 1" + " + 1".repeat(100) + " }}").render(Map.of()));
    }

    @Test
    void linesAreNamed() {
        assertLine(1, "{{ x.y }}");
        assertLine(3, "a\n\n{{ x.y }}");
        assertLine(4, "{% if true %}\n{# a\n#}\n{{ x.y }}{% endif %}");
        assertLine(2, "{{ 'a\n' ~ x.y }}");
        assertLine(2, "{% set a = 1 %}\n{{ a|nope }}");
        assertLine(2, "\n{% nope %}");
        assertLine(2, "\n{% if a %}\n\n");
        assertLine(3, "{% macro m() %}\n\n{{ raise_exception('x') }}{% endmacro %}\n{{ m() }}");
        assertLine(3, "a\r\nb\r\n{{ 1 + }}");
        assertLine(2, "{% raw %}\n{% endraw %}{{ 'x");
        assertLine(4, "{{ [1,\n2,\n3]\n|nope }}");
    }

    private static void assertLine(int line, String template) {
        ChatTemplateException failure = assertThrows(ChatTemplateException.class, () -> ChatTemplate.parse(template).render(Map.of()));
        assertEquals(line, failure.line(), template + ": " + failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{% include 'a' %}|include", "{% import 'a' as b %}|import", "{% extends 'a' %}|extends", "{% block b %}|block",
        "{% nope %}|nope", "{{ x|nope }}|nope", "{{ 1 is nope }}|nope", "{{ x.y }}|'x' is undefined", "{{ nope() }}|nope", "{{ {}.a.b }}|'a'",
        "{{ [].append(1) }}|append", "{% for i in [] recursive %}|recursive", "{% if 1 %}|if", "{{ 'a'.zfill(3) }}|zfill", "{{ 1 + none }}|None"})
    void constructsAreNamed(String line) {
        int bar = line.lastIndexOf('|');
        String template = line.substring(0, bar);
        ChatTemplateException failure = assertThrows(ChatTemplateException.class, () -> ChatTemplate.parse(template).render(Map.of()));
        assertTrue(failure.getMessage().contains(line.substring(bar + 1)), failure.getMessage());
    }

    @Test
    void raisedTextsAreMarked() {
        ChatTemplateException failure = assertThrows(ChatTemplateException.class,
                () -> ChatTemplate.parse("\n{{ raise_exception('No ' ~ 'way.') }}").render(Map.of()));
        assertTrue(failure.isRaised());
        assertEquals("No way.", failure.getMessage());
        assertEquals(2, failure.line());
    }

    @Test
    void variablesOfOtherKindsAreRefused() {
        assertThrows(ChatTemplateException.class, () -> ChatTemplate.chatMl().render(Map.of("messages", new Object())));
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThrows(ChatTemplateException.class, () -> ChatTemplate.chatMl().render(Map.of("messages", endless)));
        assertThrows(ChatTemplateException.class, () -> ChatPrompt.render(ChatTemplate.chatMl(), Map.of("messages", endless), new String[] {"<|a|>"}));
        assertEquals("3 2.5", ChatTemplate.parse("{{ a }} {{ b }}").render(Map.of("a", 3, "b", 2.5f)));
    }
}
