package hearth.web.build;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RuntimeScriptTest {
    @Test
    void makesNoFunctionFromText() throws IOException {
        String script = RuntimeScript.rewritten(BuildEngine.teavmRuntime(), "/* closures */",
                List.of(new JavaScriptBody(List.of("a", "b"), "return a + \"\\n\" + b;")));
        assertFalse(script.contains("new Function"), "a function made from text is left");
        assertFalse(script.contains("eval("));
        assertTrue(script.contains("/* closures */"));
        assertTrue(script.contains("[\"a|b|return a + \\\"\\\\n\\\" + b;\", function(wrapCallFromJavaToJs, a, b) {\nreturn a + \"\\n\" + b;\n}]"));
    }

    @Test
    void refusesARuntimeWithAnUnknownPlace() throws IOException {
        String runtime = BuildEngine.teavmRuntime() + "\nnew Function('return 1')();";
        BuildFailure failure = assertThrows(BuildFailure.class, () -> RuntimeScript.rewritten(runtime, "", List.of()));
        assertEquals("TeaVM's runtime makes functions from text in 12 places, and only 11 of them are known", failure.getMessage());
    }

    @Test
    void refusesARuntimeThatLacksAPlace() throws IOException {
        String runtime = BuildEngine.teavmRuntime().replace("function setGlobalName(", "function assignGlobal(");
        BuildFailure failure = assertThrows(BuildFailure.class, () -> RuntimeScript.rewritten(runtime, "", List.of()));
        assertEquals("TeaVM's runtime has no 'function setGlobalName(name, value) '", failure.getMessage());
    }

    @Test
    void refusesAPlaceThatChanged() throws IOException {
        String runtime = BuildEngine.teavmRuntime().replace("return new Function('wrapCallFromJavaToJs',", "return make('wrapCallFromJavaToJs',");
        assertThrows(BuildFailure.class, () -> RuntimeScript.rewritten(runtime, "", List.of()));
    }

    @Test
    void refusesABodyThatTheCompilerSpoils() throws IOException {
        String runtime = BuildEngine.teavmRuntime();
        List<JavaScriptBody> bodies = List.of(new JavaScriptBody(List.of(), "{return ()=>{a:1};}"));
        assertThrows(BuildFailure.class, () -> RuntimeScript.rewritten(runtime, "", bodies));
    }
}
