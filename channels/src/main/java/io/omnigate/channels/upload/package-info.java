/** What is taken out of posted forms and documents, from memory or from the disk. */
@NullMarked
package io.omnigate.channels.upload;

import org.jspecify.annotations.NullMarked;
