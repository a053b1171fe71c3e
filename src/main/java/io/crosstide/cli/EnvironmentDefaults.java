package io.crosstide.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --http-port} not given: the environment's {@code CROSSTIDE_HTTP_PORT} counts. */
record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {
  @Override
  public String defaultValue(ArgSpec argument) {
    if (argument instanceof OptionSpec option && option.arity().max() > 0) {
      return environment.get(variable(option));
    }
    return null;
  }

  private static String variable(OptionSpec option) {
    return "CROSSTIDE_"
        + option.longestName().replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
