package hearth.web.engine.request;

import hearth.json.Json;
import hearth.json.JsonException;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a conversation and brings it into the form that chat templates expect: content as one string or null, the role
 * {@code developer} as {@code system}, a tool call's arguments as an object. What a template would make of a wrong
 * message plays no part.
 */
final class Messages {
    private static final Set<String> KNOWN = Set.of("role", "content", "name", "reasoning_content", "tool_calls", "tool_call_id",
            "refusal", "annotations", "audio", "function_call");

    private Messages() {
    }

    /** The messages of the field {@code messages}, ready for a template. */
    static List<Object> read(Fields request) {
        List<?> list = request.list("messages");
        if (list.isEmpty()) {
            throw Fields.wrong("messages", "an array with at least one message", list);
        }
        List<Object> messages = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            messages.add(message(Fields.at("messages[" + i + "]", list.get(i))));
        }
        return messages;
    }

    private static Map<String, Object> message(Fields fields) {
        String role = role(fields);
        fields.refuseAllBut(KNOWN);
        refuseReplyFields(fields);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", role);
        message.put("content", content(fields, role));
        copyText(fields, "name", message);
        if (fields.has("reasoning_content")) {
            onlyIn("assistant", role, fields, "reasoning_content");
            copyText(fields, "reasoning_content", message);
        }
        if (fields.has("tool_calls")) {
            onlyIn("assistant", role, fields, "tool_calls");
            List<Object> calls = toolCalls(fields);
            if (!calls.isEmpty()) {
                message.put("tool_calls", calls);
            }
        }
        if (fields.has("tool_call_id")) {
            onlyIn("tool", role, fields, "tool_call_id");
            copyText(fields, "tool_call_id", message);
        }
        return message;
    }

    private static String role(Fields fields) {
        String role = fields.text("role");
        switch (role) {
            case "system", "user", "assistant", "tool":
                return role;
            case "developer":
                return "system";
            default:
                throw Fields.wrong(fields.path("role"), "\"system\", \"user\", \"assistant\" or \"tool\"", role);
        }
    }

    /** A reply of OpenAI's, handed back as a message, carries these; they are harmless only while they say nothing. */
    private static void refuseReplyFields(Fields fields) {
        if (fields.has("refusal")) {
            throw Fields.unsupported(fields.path("refusal"), "this engine's replies carry no refusals");
        }
        if (fields.has("audio")) {
            throw Fields.unsupported(fields.path("audio"), "models here read text only");
        }
        if (fields.has("function_call")) {
            throw Fields.unsupported(fields.path("function_call"), "it was replaced by tool_calls");
        }
    }

    private static String content(Fields fields, String role) {
        if (!fields.has("content")) {
            if (fields.mentions("content") || role.equals("assistant")) {
                return null;
            }
            throw Fields.wrong(fields.path("content"), "a string, null or an array of parts", null);
        }
        Object content = fields.value("content");
        if (content instanceof String text) {
            return text;
        }
        if (content instanceof List<?> parts) {
            return joined(fields.path("content"), parts);
        }
        throw Fields.wrong(fields.path("content"), "a string, null or an array of parts", content);
    }

    private static String joined(String path, List<?> parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String at = path + "[" + i + "]";
            Fields part = Fields.at(at, parts.get(i));
            String type = part.text("type");
            if (!type.equals("text")) {
                throw Fields.unsupported(at, "parts of type \"" + type + "\" cannot be read yet, only \"text\"");
            }
            text.append(part.text("text"));
        }
        return text.toString();
    }

    private static List<Object> toolCalls(Fields fields) {
        List<?> list = fields.list("tool_calls");
        List<Object> calls = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            calls.add(toolCall(Fields.at(fields.path("tool_calls") + "[" + i + "]", list.get(i))));
        }
        return calls;
    }

    private static Map<String, Object> toolCall(Fields call) {
        Map<String, Object> result = new LinkedHashMap<>();
        copyText(call, "id", result);
        if (call.has("type") && !call.text("type").equals("function")) {
            throw Fields.wrong(call.path("type"), "\"function\"", call.value("type"));
        }
        result.put("type", "function");
        Fields function = Fields.at(call.path("function"), call.value("function"));
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", function.text("name"));
        named.put("arguments", arguments(function));
        result.put("function", named);
        return result;
    }

    /** OpenAI's interface carries the arguments as JSON text; templates want the object. */
    private static Object arguments(Fields function) {
        Object arguments = function.value("arguments");
        if (arguments == null) {
            return new LinkedHashMap<String, Object>();
        }
        if (arguments instanceof String text) {
            if (text.isBlank()) {
                return new LinkedHashMap<String, Object>();
            }
            try {
                arguments = Json.parse(text);
            } catch (JsonException e) {
                throw new HearthException(ErrorCode.BAD_REQUEST, function.path("arguments") + " is no JSON: " + e.getMessage(),
                        "Pass the arguments as the JSON text of an object.", e);
            }
        }
        if (arguments instanceof Map<?, ?>) {
            return arguments;
        }
        throw Fields.wrong(function.path("arguments"), "an object, or the JSON text of one", arguments);
    }

    private static void copyText(Fields from, String name, Map<String, Object> to) {
        if (from.has(name)) {
            to.put(name, from.text(name));
        }
    }

    private static void onlyIn(String expected, String role, Fields fields, String name) {
        if (!role.equals(expected)) {
            throw new HearthException(ErrorCode.BAD_REQUEST, fields.path(name) + " belongs to messages of role \"" + expected
                    + "\", but this one's role is \"" + role + "\"", "Remove the field or correct the role.");
        }
    }
}
