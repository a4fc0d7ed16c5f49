// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace app_test {

/// What happened on walks, so that a test can see that it tried everything.
struct CycleTally {
  int imports = 0;
  int known = 0;        ///< files that were in already
  int corrections = 0;  ///< files of corrected rows that came back from quarantine
  int withdrawn = 0;    ///< complete files that withdrew rows
  int returned = 0;     ///< files that brought withdrawn rows back
  int undone = 0;       ///< batches taken back after later ones
  int kept = 0;         ///< of those: ones that left rows as they were, because they had been changed since
  std::string fault;    ///< what the store said, and what the model said; empty: they agreed
};

/// A store from its first file to the last undo, by chance: files of three sources as CSV — new, again, corrected, complete —, rows
/// out of quarantine and back, corrections by hand, undos of any batch. After each step every row and the quarantine
/// must be what the model says; what changes nothing must leave every byte of the dump; and when all is undone, so must that.
void walk(std::uint64_t seed, int steps, CycleTally& tally);

}  // namespace app_test
