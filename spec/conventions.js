// Redocly rules for those conventions of README.md whose breach would first show as Java that does not compile or that lies.

const FORM = /^1\.\d\d$/;

export default function plugin() {
  return { id: 'conventions', rules: { oas3: { versions, 'named-schemas': namedSchemas } } };
}

// x-since, x-until and the versions of x-filters: strings of two numbers, inside what the document covers, and in order.
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
      context.report({ message: '`x-filters` is a list of `{name, since}`.', location });
      return;
    }
    known.forEach((filter, index) => {
      const at = { ...context, location: location.child(String(index)) };
      if (typeof filter?.name !== 'string' || !('since' in filter)) {
        context.report({ message: '`x-filters` is a list of `{name, since}`.', location: at.location });
      } else {
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
