package io.cdrwebhooks.work;

class InMemoryWorkNotesTest implements WorkNotesContract {
  private final WorkNotes notes = new InMemoryWorkNotes();

  @Override
  public WorkNotes notes() {
    return notes;
  }
}
