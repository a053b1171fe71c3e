/**
 * {@code ./crosstide demo}: a topology file brought to life on this machine. Starts a broker per
 * cluster, runs the shipped program as a child process, produces traffic, and shows or checks what
 * arrives. May depend on {@code lab}, {@code topology} and {@code status}.
 */
package io.crosstide.lab.demo;
