package io.longshore.codegen;

import java.util.Map;
import org.openapitools.codegen.CodegenProperty;

/**
 * The methods of a builder that add one item to a list or map, beside the one that sets the whole. `x-item` on the
 * property names them; its `separator` says that an item of text is a name and a value.
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
}
