package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final int MORE_THAN_ONE_RANGE = 400;

  @Test
  void shouldNotHandOutTheSamePortsAsAnotherProcess() throws Exception {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_ONE_RANGE; i++) {
      ports.add(Ports.free());
    }

    // Loaded once more, the class knows as little of the first as one in another process.
    URL classes = Ports.class.getProtectionDomain().getCodeSource().getLocation();
    try (var loader = new URLClassLoader(new URL[] {classes}, null)) {
      var free = loader.loadClass(Ports.class.getName()).getMethod("free");
      for (int i = 0; i < MORE_THAN_ONE_RANGE; i++) {
        ports.add((Integer) free.invoke(null));
      }
    }

    assertThat(ports).doesNotHaveDuplicates();
  }
}
