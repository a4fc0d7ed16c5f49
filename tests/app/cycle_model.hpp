// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace app_test {

/// One row of a file: what its source calls it (empty: nothing), and what it says.
struct SentRow {
  std::string key;
  std::string says;
  bool good = true;                                 ///< else it cannot be read
  std::optional<geo::QuarantineRef> corrects = {};  ///< the row in quarantine whose place it takes
};

struct SentFile {
  std::string source;
  bool complete = false;
  std::vector<SentRow> rows;
  std::string text;  ///< of the file: what makes it the same file again
};

/// What imports, corrections by hand and undos come to, by the book: everything that was ever said of a row is kept beside the batch
/// that said it, and what counts is the last of it whose batch has not been taken back. Looked up anew at every question. It
/// shares no line with the stores.
class CycleModel {
 public:
  /// Whether the file would do nothing: it is in already, and nothing came between that would make it say something again.
  [[nodiscard]] bool is_known(const SentFile& file) const;
  void import(const SentFile& file);
  /// `says` none: takes the row out. Precondition: the row is there.
  void edit(const std::string& source, const std::string& key, const std::optional<std::string>& says);
  void undo(geo::BatchId batch);

  /// "source key says", with "withdrawn" behind it where that is so; in alphabetical order. Rows without a key show "-".
  [[nodiscard]] std::string rows() const;
  /// "batch/position key" of each row that waits in quarantine.
  [[nodiscard]] std::string waiting() const;
  /// (source, key) of each row with a key that is there.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> keys() const;
  /// A row that a file had in vain.
  [[nodiscard]] const SentRow& refused(const geo::QuarantineRef& ref) const;
  /// Batches that can be undone.
  [[nodiscard]] std::vector<geo::BatchId> alive() const;
  [[nodiscard]] geo::BatchId newest() const { return static_cast<geo::BatchId>(m_batches.size()); }

 private:
  struct Batch {
    std::string kind;
    SentFile file = {};
    geo::BatchId undone_by = 0;
  };
  /// What a batch said of a row.
  struct Word {
    geo::BatchId batch;
    std::optional<std::string> says;  ///< none: taken out by hand
    std::string source_says;          ///< what its source had said of it then
  };
  struct Mark {
    geo::BatchId batch;
    bool withdrawn;
  };
  struct Life {
    std::vector<Word> words;
    std::vector<Mark> marks;
  };
  using Name = std::pair<std::string, std::string>;

  [[nodiscard]] bool is_alive(geo::BatchId batch) const { return m_batches[static_cast<std::size_t>(batch) - 1].undone_by == 0; }
  [[nodiscard]] const Word* now(const Life& life) const;
  [[nodiscard]] bool exists(const Life& life) const;
  [[nodiscard]] bool is_withdrawn(const Life& life) const;
  [[nodiscard]] bool is_settled(geo::BatchId batch, std::int64_t position, const SentRow& row) const;
  void take(Life& life, const std::string& says);

  std::vector<Batch> m_batches;  // the first one is batch 1
  std::map<Name, Life> m_rows;
};

}  // namespace app_test
