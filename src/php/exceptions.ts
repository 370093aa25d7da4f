/** Exceptions of PHP and of the framework. */
import { argument, type CallArguments, type CallSite, PhpObject, type PhpValue } from './values.ts';

/** Each class with its parent, as PHP 8 and Laravel declare them. */
const PARENTS: Readonly<Record<string, string>> = {
  'illuminate\\database\\uniqueconstraintviolationexception': 'Illuminate\\Database\\QueryException',
  'illuminate\\database\\queryexception': 'PDOException',
  pdoexception: 'RuntimeException',
  runtimeexception: 'Exception',
  logicexception: 'Exception',
  invalidargumentexception: 'LogicException',
  badmethodcallexception: 'BadFunctionCallException',
  badfunctioncallexception: 'LogicException',
  domainexception: 'LogicException',
  lengthexception: 'LogicException',
  outofrangeexception: 'LogicException',
  outofboundsexception: 'RuntimeException',
  rangeexception: 'RuntimeException',
  unexpectedvalueexception: 'RuntimeException',
  errorexception: 'Exception',
  exception: 'Throwable',
  error: 'Throwable',
  typeerror: 'Error',
  valueerror: 'Error',
  argumentcounterror: 'TypeError',
  arithmeticerror: 'Error',
  divisionbyzeroerror: 'ArithmeticError',
  unhandledmatcherror: 'Error',
  'doctrine\\dbal\\exception': 'Exception',
  'illuminate\\database\\eloquent\\modelnotfoundexception': 'RuntimeException',
};

export function isExceptionClass(name: string): boolean {
  return name.toLowerCase() in PARENTS;
}

/** The refused statement that an exception tells of. */
export interface Refusal {
  /** The evaluated code has caught the exception. */
  caught(): void;
  /** It was thrown on, and nobody has caught it in the end. */
  passedOn(): void;
}

export class PhpException extends PhpObject {
  readonly className: string;
  readonly message: string;
  /** errno, SQLSTATE or result code, for a QueryException. */
  readonly code: string | number;
  readonly refusal: Refusal | undefined;
  previous: PhpValue = null;

  constructor(className: string, message: string, code: string | number = 0, refusal?: Refusal) {
    super();
    this.refusal = refusal;
    this.className = className;
    this.message = message;
    this.code = code;
  }

  /** `new Exception($message, $code, $previous)`. */
  static made(className: string, args: CallArguments): PhpException {
    const message = argument(args, 0, 'message') ?? '';
    const code = argument(args, 1, 'code') ?? 0;
    const made = new PhpException(
      className,
      typeof message === 'string' ? message : '',
      typeof code === 'number' || typeof code === 'string' ? code : 0,
    );
    made.previous = argument(args, 2, 'previous') ?? null;
    return made;
  }

  override isInstanceOf(name: string): boolean {
    const wanted = name.toLowerCase();
    for (
      let current: string | undefined = this.className;
      current !== undefined;
      current = PARENTS[current.toLowerCase()]
    ) {
      if (current.toLowerCase() === wanted) return true;
    }
    return false;
  }

  override callMethod(name: string, _args: CallArguments, _call: CallSite): PhpValue | undefined {
    switch (name.toLowerCase()) {
      case 'getmessage':
        return this.message;
      case 'getcode':
        return this.code;
      case 'getprevious':
        return this.previous;
      case 'getfile':
      case 'gettraceasstring':
        return '';
      case 'getline':
        return 0;
      default:
        return undefined;
    }
  }

  override toText(): string {
    return this.message;
  }
}
