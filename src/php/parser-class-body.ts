/**
 * php-parser 3.7.0 reads a class's members into a list that it copies at each of them: a class of 20,000 constants keeps
 * it busy for a quarter of a minute. This is its `read_class_body` (src/parser/class.js) with a list that grows.
 */
import type { ParserInternals } from './parser-gaps.ts';
import type { PhpNode } from './syntax-tree.ts';

export function growingClassBodies(parser: ParserInternals): void {
  parser.read_class_body = function (allowVariables: boolean, allowEnumCases: boolean) {
    const { tok } = this;
    const startsVariable = new Set([
      tok.T_VARIABLE,
      tok.T_READ_ONLY,
      '?',
      tok.T_ARRAY,
      tok.T_CALLABLE,
      tok.T_NAMESPACE,
      tok.T_NAME_FULLY_QUALIFIED,
      tok.T_NAME_QUALIFIED,
      tok.T_NAME_RELATIVE,
      tok.T_NS_SEPARATOR,
      tok.T_STRING,
    ]);
    const members: PhpNode[] = [];
    const add = (read: PhpNode | readonly PhpNode[]) => {
      for (const member of Array.isArray(read) ? (read as readonly PhpNode[]) : [read as PhpNode])
        members.push(member);
    };
    const endOfMember = () => {
      if (this.expect(';')) this.next();
    };
    let attributes: unknown[] = [];
    while (this.token !== this.EOF && this.token !== '}') {
      if (this.token === tok.T_USE) {
        add(this.read_trait_use_statement());
        continue;
      }
      const start = this.position();
      if (this.token === tok.T_ATTRIBUTE) attributes = this.read_attr_list();
      if (allowEnumCases && this.token === tok.T_CASE) {
        add(this.read_enum_case(attributes));
        attributes = [];
        endOfMember();
        continue;
      }
      const flags = this.read_member_flags(false);
      if (this.token === tok.T_CONST) {
        if (flags[0][1] !== -1) this.raiseError('Cannot use asymmetric visibility on constants');
        const constants = this.read_constant_list(flags, attributes, start);
        endOfMember();
        add(constants);
        continue;
      }
      if (allowVariables && this.token === tok.T_VAR) {
        this.next().expect(tok.T_VARIABLE!);
        flags[0][0] = null;
        flags[1] = 0;
      }
      if (this.token === tok.T_FUNCTION) {
        add(this.read_function(false, flags, attributes, start));
        attributes = [];
      } else if (allowVariables && startsVariable.has(this.token as string | number)) {
        add(this.read_variable_list(flags, attributes, start));
        attributes = [];
      } else {
        this.error([
          tok.T_CONST,
          ...(allowVariables ? [tok.T_VARIABLE] : []),
          ...(allowEnumCases ? [tok.T_CASE] : []),
          tok.T_FUNCTION,
        ]);
        this.next();
      }
    }
    this.expect('}');
    this.next();
    return members;
  };
}
