package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.topology.SecretNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as they may stand in a topology: placeholders of MirrorMaker 2's config providers become
 * ours where there is an equal, and a secret that is written out becomes a placeholder.
 */
final class Secrets {
  /** Kafka's ConfigTransformer: {@code ${provider:path:key}} or {@code ${provider:key}}. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([^}:]*):(?:([^}:]*):)?([^}]*)}");

  /** An option of a login module, its value as far as it can be told from what follows. */
  private static final Pattern OPTION =
      Pattern.compile("([\\w.-]+)\\s*=\\s*(\\$\\{[^}]*}|\"\\$\\{[^}\"]*}\"|\"[^\"]*\"?|[^\\s;]*)");

  /** Options of login modules whose values are no secrets. */
  private static final Set<String> HARMLESS =
      Set.of(
          "username",
          "serviceName",
          "principal",
          "useKeyTab",
          "storeKey",
          "useTicketCache",
          "keyTab",
          "tokenauth",
          "oauth.client.id",
          "clientId",
          "scope");

  private final Settings settings;
  private final Consumer<Finding> findings;

  Secrets(Settings settings, Consumer<Finding> findings) {
    this.settings = settings;
    this.findings = findings;
  }

  /**
   * @param scope what a variable's name begins with, the cluster's alias
   * @param property name of the client property, without a scope
   */
  String shown(String scope, String property, Setting setting) {
    String value = setting.value();
    boolean hidden =
        property.equals("sasl.jaas.config")
            ? loginHidesAll(value)
            : PLACEHOLDER.matcher(value).matches();
    if (SecretNames.secret(property) && !hidden) {
      String variable = variable(scope, property);
      look(setting, "a secret was written here: put the whole value into " + variable);
      return "${env:" + variable + "}";
    }
    Matcher found = PLACEHOLDER.matcher(value);
    StringBuilder shown = new StringBuilder();
    while (found.find()) {
      found.appendReplacement(shown, Matcher.quoteReplacement(equal(scope, found, setting)));
    }
    return found.appendTail(shown).toString();
  }

  /** Whether a placeholder stands for whatever is a secret in a login module's options. */
  private static boolean loginHidesAll(String value) {
    if (!PLACEHOLDER.matcher(value).find() || PLACEHOLDER.matcher(value).matches()) {
      return PLACEHOLDER.matcher(value).matches();
    }
    return OPTION
        .matcher(value)
        .results()
        .allMatch(
            option ->
                HARMLESS.contains(option.group(1))
                    || PLACEHOLDER.matcher(option.group(2).replace("\"", "")).matches());
  }

  private String equal(String scope, Matcher found, Setting setting) {
    String path = Optional.ofNullable(found.group(2)).orElse("");
    String key = found.group(3);
    switch (provider(found.group(1))) {
      case "EnvVarConfigProvider":
        return "${env:" + key + "}";
      case "DirectoryConfigProvider":
        return "${file:" + path + "/" + key + "}";
      default:
        String variable = variable(scope, key);
        look(
            setting,
            "%s of %s: put its value into %s, or into a file of its own and write ${file:PATH}"
                .formatted(key, path.isEmpty() ? found.group(1) : path, variable));
        return "${env:" + variable + "}";
    }
  }

  /** The simple name of the class behind a provider's name. */
  private String provider(String name) {
    String key = "config.providers." + name + ".class";
    String type =
        settings.all().stream()
            .filter(setting -> setting.key().equals(key) || setting.key().endsWith("." + key))
            .map(Setting::value)
            .findFirst()
            .orElse("");
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private void look(Setting setting, String text) {
    findings.accept(new Finding(Verdict.LOOK, setting.key(), setting.place(), text));
  }

  private static String variable(String scope, String property) {
    return String.join("_", List.of(scope, property))
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]+", "_");
  }
}
