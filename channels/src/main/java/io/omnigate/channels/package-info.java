/** The public door: every channel verified, parsed and handed to the intake. */
@NullMarked
package io.omnigate.channels;

import org.jspecify.annotations.NullMarked;
