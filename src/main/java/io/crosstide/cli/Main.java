package io.crosstide.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the program. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("crosstide");
  }
}
