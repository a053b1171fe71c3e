/**
 * Where topologies come from: a file, a mounted directory, a git repository. Gives immutable
 * revisions, each with a name of its own, and remembers the last good one. Knows nothing of what is
 * in them. The one package with JGit.
 */
package io.crosstide.git;
