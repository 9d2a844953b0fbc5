package hearth.web.engine;

import hearth.web.store.ModelPlan;
import hearth.web.store.StoredModel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is on the device, in the shape that users are told. */
final class StoreJson {
    private StoreJson() {
    }

    static List<Object> models(List<StoredModel> models) {
        List<Object> list = new ArrayList<>();
        for (StoredModel model : models) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", model.id());
            json.put("name", model.name());
            json.put("url", model.url());
            json.put("bytes", model.bytes());
            json.put("complete", model.complete());
            json.put("storedBytes", model.storedBytes());
            json.put("createdAt", model.createdAt());
            json.put("usedAt", model.usedAt());
            json.put("interrupted", model.interrupted());
            json.put("files", files(model.files()));
            list.add(json);
        }
        return list;
    }

    static Map<String, Object> plan(ModelPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plan.id());
        json.put("name", plan.name());
        json.put("files", files(plan.files()));
        json.put("bytes", plan.bytes());
        json.put("storedBytes", plan.storedBytes());
        json.put("missingBytes", plan.missingBytes());
        json.put("freeBytes", plan.freeBytes());
        json.put("fits", plan.fits());
        json.put("cached", plan.cached());
        json.put("interrupted", plan.interrupted());
        return json;
    }

    private static List<Object> files(List<StoredModel.File> files) {
        List<Object> list = new ArrayList<>();
        for (StoredModel.File file : files) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("url", file.url());
            json.put("bytes", file.bytes());
            json.put("storedBytes", file.storedBytes());
            json.put("complete", file.complete());
            list.add(json);
        }
        return list;
    }
}
