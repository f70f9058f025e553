package io.cdrwebhooks.statement;

class InMemoryStatementsTest implements StatementsContract {
  private final InMemoryStatements statements = new InMemoryStatements();

  @Override
  public Statements statements() {
    return statements;
  }
}
