package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hearth.format.Gguf;
import hearth.format.Metadata;
import hearth.json.Json;
import hearth.program.StateType;
import hearth.web.engine.model.ChatFormat;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.model.ModelHandle;
import hearth.web.engine.request.ChatRequest;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files whose chat template is missing, broken or refuses a conversation. */
class ChatFormatTest {
    private static LoadedModel withTemplate(String template) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key : TinyModel.HEAD.metadata().keys()) {
            values.put(key, TinyModel.HEAD.metadata().value(key));
        }
        values.remove("tokenizer.chat_template");
        if (template != null) {
            values.put("tokenizer.chat_template", template);
        }
        Gguf head = new Gguf(3, new Metadata(values), TinyModel.HEAD.tensors(), TinyModel.HEAD.dataOffset());
        return new LoadedModel(new LoadedModel.Origin("x", "x.gguf", null, 1), head, TinyModel.TOKENIZER,
                ChatFormat.of(head.metadata(), TinyModel.TOKENIZER), new ScriptedRunner(TinyModel.VOCABULARY, TinyModel.CONTEXT),
                new LoadedModel.Footprint(1, 1, StateType.F16), List.of("The file is not kept."));
    }

    private static String prompt(LoadedModel model) {
        Object request = Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        return model.chat().prompt(ChatRequest.read(request, model.traits())).text();
    }

    private static String info(LoadedModel model) {
        return Json.write(new ModelHandle(1, model, 10).toJson().get("info"));
    }

    @Test
    void aFileWithoutATemplateGetsChatMlAndANotice() {
        LoadedModel model = withTemplate(null);
        assertEquals("<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n", prompt(model));
        assertTrue(info(model).contains("ChatML"));
        assertTrue(info(model).contains("The file is not kept."));
        assertFalse(model.traits().thinks());
    }

    @Test
    void aTemplateThatCannotBeReadSpoilsChatsOnly() {
        LoadedModel model = withTemplate("{% for m in messages %}\n{% frobnicate %}{% endfor %}");
        assertTrue(info(model).contains("line 2"), info(model));
        HearthException refusal = assertThrows(HearthException.class, () -> prompt(model));
        assertEquals(ErrorCode.BAD_REQUEST, refusal.code());
        assertTrue(refusal.getMessage().contains("line 2"), refusal.getMessage());
    }

    @Test
    void whatATemplateRefusesIsTheRequestsFault() {
        LoadedModel model = withTemplate("{{ raise_exception('Only on Sundays.') }}");
        HearthException refusal = assertThrows(HearthException.class, () -> prompt(model));
        assertEquals(ErrorCode.BAD_REQUEST, refusal.code());
        assertTrue(refusal.getMessage().contains("Only on Sundays."));
    }

    @Test
    void templatesKnowTheModelsTokens() {
        assertEquals("<|im_end|>", prompt(withTemplate("{{ eos_token }}")));
    }
}
