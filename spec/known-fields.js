// A Redocly rule: every field of a recorded answer must be known to its schema.
//
// Redocly's own example rule looks for unknown fields too, but not below an allOf, and that is where our schemas have
// their descriptions. This one follows $ref and allOf and treats an object with properties and without
// additionalProperties as complete. Types, nulls and formats stay with no-invalid-media-type-examples.

export default function plugin() {
  return { id: 'longshore', rules: { oas3: { 'known-fields': knownFields } } };
}

function knownFields() {
  return {
    MediaType: {
      leave(media, context) {
        for (const [name, entry] of Object.entries(media.examples ?? {})) {
          const here = context.location.child(['examples', name]);
          const example = resolve(context, { node: entry, location: here });
          if (!media.schema || example?.node?.value === undefined) continue;
          check(context, { node: media.schema, location: context.location.child('schema') },
            example.node.value, example.location.child('value'));
        }
      },
    },
  };
}

// A schema's node together with where it stands: references are relative to the file that holds them.
function resolve(context, schema) {
  let { node, location } = schema;
  while (node?.$ref) {
    const target = context.resolve(node, location.source.absoluteRef);
    if (!target.location) return undefined; // unresolved: another rule's finding
    ({ node, location } = target);
  }
  return { node, location };
}

// What a schema and everything that it is composed of say about fields, items and map values.
function shape(context, schema, known = { properties: new Map(), values: undefined, open: false, items: undefined }) {
  const resolved = resolve(context, schema);
  if (!resolved?.node) return { ...known, open: true };
  const { node, location } = resolved;
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    known.properties.set(name, { node: property, location });
  }
  if (node.items) known.items = { node: node.items, location };
  if (node.additionalProperties === true) known.open = true;
  else if (node.additionalProperties) known.values = { node: node.additionalProperties, location };
  for (const part of node.allOf ?? []) known = shape(context, { node: part, location }, known);
  return known;
}

function check(context, schema, value, location) {
  if (value === null || typeof value !== 'object') return;
  const known = shape(context, schema);
  if (Array.isArray(value)) {
    if (known.items) value.forEach((item, index) => check(context, known.items, item, location.child(String(index))));
    return;
  }
  const free = known.open || (known.properties.size === 0 && !known.values);
  for (const [name, field] of Object.entries(value)) {
    const property = known.properties.get(name) ?? known.values;
    if (property) {
      check(context, property, field, location.child(name));
    } else if (!free) {
      const message = `The schema does not know the field \`${name}\`.`;
      context.report({ message, location: location.child(name).key() });
    }
  }
}
