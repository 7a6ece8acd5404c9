/** Bytes that are kept elsewhere and never whole in memory. */
@NullMarked
package io.omnigate.core.file;

import org.jspecify.annotations.NullMarked;
