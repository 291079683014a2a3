/** What can stand in a chain, in one at a time. */
interface Link<Self> {
  before: Self | undefined;
  behind: Self | undefined;
}

/** Things one behind the other. Joining at the end and leaving from anywhere cost O(1) each, and nothing that left is kept. */
export class Chain<T extends Link<T>> {
  #first: T | undefined;
  #last: T | undefined;

  get first(): T | undefined {
    return this.#first;
  }

  add(link: T): void {
    link.before = this.#last;
    if (this.#last === undefined) {
      this.#first = link;
    } else {
      this.#last.behind = link;
    }
    this.#last = link;
  }

  has(link: T): boolean {
    return link.before !== undefined || this.#first === link;
  }

  remove(link: T): void {
    const { before, behind } = link;
    if (before === undefined) {
      this.#first = behind;
    } else {
      before.behind = behind;
    }
    if (behind === undefined) {
      this.#last = before;
    } else {
      behind.before = before;
    }
    link.before = link.behind = undefined;
  }
}
