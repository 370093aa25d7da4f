/** An object of a class that is not in the project: whatever is called on it is not to be seen. */
import { PhpObject, type PhpValue, Unknown } from '../../php/values.ts';

export class OutsideObject extends PhpObject {
  readonly className: string;

  constructor(className: string) {
    super();
    this.className = className;
  }

  override getProperty(name: string): PhpValue | undefined {
    return new Unknown(`the property ${name} of ${this.className}, which is not in the project's code`);
  }
}
