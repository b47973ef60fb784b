// Redocly rules for those conventions of README.md whose breach would first show as Java that does not compile or that lies.

const FORM = /^1\.\d\d$/;
const NAME = /^[a-z][A-Za-z0-9]*$/;
const KINDS = ['flag', 'label', 'enum', 'number', 'text', 'container', 'time'];
const FILTERS = '`x-filters` is a list of `{name, kind, description}`, with `type` for an enum, `method` and `since`.';
const ITEM = '`x-item` is the name of a method that adds one, or `{name, separator}` where an item of a list is a name and a value.';

const isText = (value) => typeof value === 'string' && value.length > 0;

export default function plugin() {
  return { id: 'conventions', rules: { oas3: { versions, 'named-schemas': namedSchemas, 'java-names': javaNames, successes } } };
}

// x-since, x-until and x-filters. Versions are strings of two numbers, inside what the document covers, and in order.
function versions() {
  let oldest;
  let newest;

  function check(context, node, key, earliest) {
    const value = node[key];
    const say = (message) => context.report({ message, location: context.location.child(key) });
    if (typeof value !== 'string' || !FORM.test(value)) {
      say(`\`${key}\` is ${JSON.stringify(value)}; write a quoted version such as '1.44'.`);
    } else if (key !== 'x-until' && !(value > oldest)) {
      say(`\`${key}\` is ${value}, which every covered version has; only what came after ${oldest} is marked.`);
    } else if (value > newest || value < oldest) {
      say(`\`${key}\` is ${value}; the document covers ${oldest} to ${newest}.`);
    } else if (earliest && value < earliest) {
      say(`\`${key}\` is ${value} and what it belongs to came with ${earliest}.`);
    }
  }

  function since(context, node) {
    if ('x-since' in node) check(context, node, 'x-since');
    if ('x-until' in node) check(context, node, 'x-until', node['x-since']);
  }

  function filters(context, parameter) {
    const known = parameter['x-filters'];
    const location = context.location.child('x-filters');
    if (known === undefined) return;
    if (!Array.isArray(known) || known.length === 0) {
      context.report({ message: FILTERS, location });
      return;
    }
    known.forEach((filter, index) => {
      const at = { ...context, location: location.child(String(index)) };
      const say = (message) => context.report({ message, location: at.location });
      if (!isText(filter?.name) || !isText(filter.description)) {
        say(FILTERS);
      } else if (!KINDS.includes(filter.kind)) {
        say(`The filter \`${filter.name}\` is of the kind ${JSON.stringify(filter.kind)}; kinds are ${KINDS.join(', ')}.`);
      } else if ((filter.kind === 'enum') !== isText(filter.type)) {
        say(`The filter \`${filter.name}\` has to name a schema as its \`type\` if it is an enum, and only then.`);
      } else if (!NAME.test(filter.method ?? filter.name.replaceAll('-', ''))) {
        say(`The filter \`${filter.name}\` needs a Java name as its \`method\`.`);
      } else if ('since' in filter) {
        check(at, filter, 'since', parameter['x-since']);
      }
    });
  }

  return {
    Root(root) {
      newest = root.info.version;
      oldest = root.info['x-oldest'] ?? newest;
    },
    Header: { enter: (node, context) => since(context, node) },
    Schema: { enter: (node, context) => since(context, node) },
    Operation: {
      enter: (node, context) => since(context, node),
      Parameter(node, context, { Operation: operation }) {
        const [mine, its] = [node['x-since'], operation['x-since']];
        since(context, node);
        filters(context, node);
        if (typeof mine === 'string' && typeof its === 'string' && mine < its) {
          const message = `The parameter \`${node.name}\` is older (${mine}) than its operation (${its}).`;
          context.report({ message, location: context.location.child('x-since') });
        }
      },
    },
  };
}

// Redocly's own rule does not know that an upgraded connection is a success too.
function successes() {
  return {
    Operation(operation, context) {
      if (!Object.keys(operation.responses ?? {}).some((status) => /^(2..|101)$/.test(status))) {
        context.report({ message: 'No response is a success: 2xx, or 101.', location: context.location.child('responses').key() });
      }
    },
  };
}

// What is said of Java for a query parameter or a property: x-name, x-seconds, x-item, x-direct; and filters that say nothing of themselves.
function javaNames() {
  const say = (context, key, message) => context.report({ message, location: context.location.child(key) });
  return {
    Parameter(parameter, context) {
      if (parameter.in === 'query' && parameter.name === 'filters' && !('x-filters' in parameter)) {
        context.report({ message: 'A parameter `filters` needs `x-filters`.', location: context.location.child('name') });
      }
      if ('x-name' in parameter && !NAME.test(parameter['x-name'])) {
        say(context, 'x-name', '`x-name` is a Java name.');
      }
      if ('x-seconds' in parameter && !['up', 'down'].includes(parameter['x-seconds'])) {
        say(context, 'x-seconds', '`x-seconds` tells how a fraction is rounded: `up` or `down`.');
      }
    },
    Schema(schema, context) {
      if ('x-direct' in schema && !(schema['x-direct'] === true && schema.allOf?.length === 1)) {
        say(context, 'x-direct', '`x-direct: true` stands beside the `allOf` that refers to an object.');
      }
      const item = schema['x-item'];
      if (item === undefined) return;
      const isPair = typeof item === 'object' && isText(item?.separator);
      const isList = schema.type === 'array';
      if (!NAME.test(isPair ? item.name : item) || (isPair && !isList) || !(isList || schema.additionalProperties)) {
        say(context, 'x-item', ITEM);
      }
    },
  };
}

// The generator invents a class name for what has none: for an object with properties and for an enum.
function namedSchemas() {
  return {
    Schema(schema, context) {
      const named = /^#\/(components\/schemas\/)?[^/]+(\/allOf\/\d+)*$/.test(context.location.pointer);
      for (const word of ['properties', 'enum']) {
        if (word in schema && !named) {
          const what = word === 'enum' ? 'an enum' : 'an object with properties';
          const message = `A schema without a name is ${what}; give it one in schemas/ and refer to it.`;
          context.report({ message, location: context.location.child(word).key() });
        }
      }
    },
  };
}
