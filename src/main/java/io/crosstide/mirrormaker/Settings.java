package io.crosstide.mirrormaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Properties of MirrorMaker 2 in the file's order, by their whole names. */
final class Settings {
  private final Map<String, Setting> all = new LinkedHashMap<>();

  void put(Setting setting) {
    all.put(setting.key(), setting);
  }

  Collection<Setting> all() {
    return Collections.unmodifiableCollection(all.values());
  }

  Optional<Setting> get(String key) {
    return Optional.ofNullable(all.get(key));
  }

  /** The first of these that is there. */
  Optional<Setting> first(List<String> keys) {
    return keys.stream().flatMap(key -> get(key).stream()).findFirst();
  }

  /** Elements of a list separated by commas. */
  static List<String> list(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** What stands behind a prefix, with the prefix cut off, in the file's order. */
  List<Setting> behind(String prefix) {
    List<Setting> found = new ArrayList<>();
    all.forEach(
        (key, setting) -> {
          if (key.startsWith(prefix)) {
            found.add(
                new Setting(key.substring(prefix.length()), setting.value(), setting.place()));
          }
        });
    return found;
  }
}
