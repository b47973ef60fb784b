package io.longshore.codegen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openapitools.codegen.CodegenModel;
import org.openapitools.codegen.CodegenProperty;

/**
 * The methods of a builder that add one item to a list or map, beside the one that sets the whole. `x-item` on the
 * property names them; its `separator` says that an item of text is a name and a value. And those that reach into a
 * nested object.
 */
final class Adders {
  private Adders() {}

  static void describe(CodegenProperty property) {
    Object wanted = property.vendorExtensions.get("x-item");
    if (wanted == null) {
      return;
    }
    boolean named = wanted instanceof Map<?, ?>;
    property.vendorExtensions.put("item", named ? ((Map<?, ?>) wanted).get("name") : wanted);
    if (named) {
      property.vendorExtensions.put("separator", ((Map<?, ?>) wanted).get("separator"));
    }
    CodegenProperty item = property.items;
    String shape;
    if (property.isArray) {
      shape = named ? "addsPair" : item.isModel ? "addsModel" : "addsValue";
    } else if (item.isModel) {
      shape = "putsModel";
    } else {
      shape = item.isFreeFormObject || item.isAnyType ? "putsName" : "putsValue";
    }
    property.vendorExtensions.put(shape, true);
  }

  /**
   * The methods for texts and for items of lists of the object that a property refers to, if `x-direct` asks for them.
   */
  static void describeDirect(CodegenProperty property, @Nullable CodegenModel referred) {
    if (!property.vendorExtensions.containsKey("x-direct")) {
      return;
    }
    if (referred == null) {
      throw new IllegalArgumentException("x-direct on " + property.baseName + ", which refers to no object");
    }
    List<Map<String, Object>> direct = new ArrayList<>();
    for (CodegenProperty inner : referred.vars) {
      boolean isItem = inner.vendorExtensions.containsKey("addsValue");
      if (isItem || inner.isString) {
        Map<String, Object> method = new HashMap<>();
        method.put("method", isItem ? inner.vendorExtensions.get("item") : inner.name);
        method.put("what", inner.unescapedDescription);
        method.put("means", isItem ? "what to add" : "the value; null unsets it");
        method.put("type", isItem ? inner.items.dataType : "@Nullable " + inner.dataType);
        direct.add(method);
      }
    }
    property.vendorExtensions.put("direct", direct);
  }
}
