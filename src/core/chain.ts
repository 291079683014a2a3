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
    if (this.#last) {
      this.#last.behind = link;
    } else {
      this.#first = link;
    }
    this.#last = link;
  }

  has(link: T): boolean {
    return !!link.before || this.#first === link;
  }

  remove(link: T): void {
    const { before, behind } = link;
    if (before) {
      before.behind = behind;
    } else {
      this.#first = behind;
    }
    if (behind) {
      behind.before = before;
    } else {
      this.#last = before;
    }
    link.before = link.behind = undefined;
  }
}
