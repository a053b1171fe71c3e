package io.crosstide.kafka;

import io.crosstide.mirror.RegistryPort.Origin;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of producer ids. Registered ones are kept all, at about 18 bytes each;
 * applications' are kept for the {@link #MAX_LOCAL} used last, the others are looked up again. Any
 * thread.
 */
final class ProducerVerdicts {
  /** Applications' producer ids that are remembered. */
  static final int MAX_LOCAL = 100_000;

  private static final long FREE = -1;
  private static final Origin[] ORIGINS = Origin.values();

  private long[] ids = new long[64];
  private byte[] origins = new byte[ids.length];
  private int registered;
  private final Map<Long, Boolean> local =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
          return size() > MAX_LOCAL;
        }
      };

  ProducerVerdicts() {
    Arrays.fill(ids, FREE);
  }

  synchronized Origin of(long producerId) {
    if (producerId < 0) {
      return Origin.LOCAL;
    }
    int at = slot(producerId);
    if (ids[at] == producerId) {
      return ORIGINS[origins[at]];
    }
    return local.get(producerId) == null ? Origin.UNKNOWN : Origin.LOCAL;
  }

  /** The id belongs to a lane. */
  synchronized void register(long producerId, Origin origin) {
    if (producerId < 0) {
      throw new IllegalArgumentException("producer id " + producerId + " can't be registered");
    }
    if (2 * (registered + 1) > ids.length) {
      grow();
    }
    local.remove(producerId);
    set(producerId, (byte) origin.ordinal());
  }

  /** The registry was read to its end: unless it holds the id, an application has it. */
  synchronized void judge(long producerId) {
    if (of(producerId) == Origin.UNKNOWN) {
      local.put(producerId, Boolean.TRUE);
    }
  }

  private void set(long producerId, byte origin) {
    int at = slot(producerId);
    if (ids[at] == FREE) {
      ids[at] = producerId;
      registered++;
    }
    origins[at] = origin;
  }

  /** Where the id stands, or the free place where it would. */
  private int slot(long producerId) {
    int mask = ids.length - 1;
    int at = (int) ((producerId * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (ids[at] != FREE && ids[at] != producerId) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldIds = ids;
    byte[] oldOrigins = origins;
    ids = new long[2 * oldIds.length];
    origins = new byte[ids.length];
    Arrays.fill(ids, FREE);
    registered = 0;
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != FREE) {
        set(oldIds[i], oldOrigins[i]);
      }
    }
  }
}
