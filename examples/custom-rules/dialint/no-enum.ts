import { type ColumnSpec, defineRule, groupByTarget, placeKey, type Statement } from 'dialint';

function columnsOf(statement: Statement): readonly ColumnSpec[] {
  if (statement.kind === 'createTable') return statement.columns;
  if (statement.kind !== 'alterTable') return [];
  return statement.actions.flatMap((action) =>
    action.kind === 'addColumn' || action.kind === 'modifyColumn' ? [action.column] : [],
  );
}

/** MySQL's enum; on the other engines Laravel makes a string with a check of it. */
export const noEnum = defineRule({
  id: 'acme/no-enum',
  severity: 'warning',
  docs: {
    what: 'A column is an enum.',
    why: 'A new value needs a migration that rebuilds the table on MySQL; ours are in tables of their own.',
    how: 'Use a string, and a foreign key to the table of its values.',
    engines: ['mysql', 'mariadb'],
    options: {
      except: { type: 'string[]', default: [], description: 'Columns that may be one.' },
    },
  },
  create(context) {
    const except = context.options.except as readonly string[];
    return {
      migration(view) {
        const hits = view.runs
          .filter((run) => run.direction === 'up')
          .flatMap(({ target, steps }) =>
            steps.flatMap(({ statement }) =>
              columnsOf(statement)
                .filter(({ name, type }) => type.name === 'enum' && !except.includes(name))
                .map((column) => ({ target, column, origin: column.origin ?? statement.origin })),
            ),
          );
        // What is the same on several targets is one finding.
        for (const { hits: same, targets } of groupByTarget(hits, context.targets, ({ origin }) =>
          placeKey(origin),
        )) {
          const [{ column, origin }] = same;
          context.report({
            file: origin.file,
            span: origin.span,
            message: `column "${column.name}" is an enum of ${column.type.members?.length ?? 'several'} values.`,
            help: `Make it $table->string('${column.name}', 20).`,
            engines: targets.map(({ id }) => id),
            identity: column.name,
          });
        }
      },
    };
  },
});
