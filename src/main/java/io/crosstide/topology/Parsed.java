package io.crosstide.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of a topology file whose shape has been checked. */
sealed interface Parsed {
  Place place();

  /**
   * A scalar.
   *
   * @param value of the type that its shape says
   * @param text as written
   */
  record Value(Place place, Object value, String text) implements Parsed {}

  /** A list. */
  record Items(Place place, List<Parsed> items) implements Parsed {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A map. Its fields' places are those of the keys. */
  record Fields(Place place, Map<String, Parsed> fields, Map<String, Place> keys)
      implements Parsed {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    Optional<Parsed> get(Shape.Key key) {
      return Optional.ofNullable(fields.get(key.name()));
    }

    Optional<Fields> map(Shape.Key key) {
      return get(key).map(Fields.class::cast);
    }

    List<Parsed> list(Shape.Key key) {
      return get(key).map(Items.class::cast).map(Items::items).orElse(List.of());
    }

    <T> Optional<T> value(Shape.Key key, Class<T> type) {
      return get(key).map(parsed -> type.cast(((Value) parsed).value()));
    }

    /** Where this key stands. */
    Place keyPlace(String key) {
      return keys.getOrDefault(key, place);
    }
  }

  static <T> T valueOf(Parsed parsed, Class<T> type) {
    return type.cast(((Value) parsed).value());
  }
}
