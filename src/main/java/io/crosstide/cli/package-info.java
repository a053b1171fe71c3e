/** The command line. Commands run without booting Quarkus; {@code run} boots it for HTTP. */
package io.crosstide.cli;
