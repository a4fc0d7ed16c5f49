// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/view.hpp"
#include "importers/rules/draft.hpp"
#include "importers/rules/row_notes.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace importers {

/// Rows of other sources that tell of the same event (D2): the same two digits of the category, no farther than 1 km or the sum
/// of both uncertainties (5 km at most), no more than a day apart. Such a row is linked to the earlier one by `duplicate_of`
/// and counted once by those who ask; it is never dropped. Rows that are links themselves are not linked to.
///
/// What is in the store is read in squares of a tenth of a degree as rows fall into them; the squares last used are kept, two
/// million rows at most (64 MB). A file that wanders so much that 50 million rows have been read ends the search, which the
/// report says. Not thread-safe.
class NearDuplicates {
 public:
  /// `existing`: the rows of the collection as they are; nullptr: there are none. `source`: of the file at hand.
  NearDuplicates(const geo::Collection& collection, std::shared_ptr<const geo::View> existing, std::string source);

  /// Links the row, with a note, when there is one.
  void link(geo::StagedRow& row, RowNotes& notes);

  [[nodiscard]] std::int64_t linked() const { return m_linked; }
  [[nodiscard]] bool gave_up() const { return m_gave_up; }

 private:
  struct Event {
    geo::TimeMs from;
    geo::TimeMs to;
    geo::Fid fid;
    std::int32_t lon;
    std::int32_t lat;
    float uncertainty_m;
    char category[2];
  };
  struct Square {
    std::vector<Event> events;  // by from
    std::uint64_t used = 0;     // when it was last
  };
  struct Found {
    const Event* event = nullptr;
    double distance_m = 0;
  };

  std::optional<Event> event_of(const geo::Row& row) const;
  const Square* square(std::int32_t column, std::int32_t row);
  std::vector<Event> read(std::int32_t column, std::int32_t row);
  void forget_oldest();
  void compare(const Event& event, const Square& square, Found& best) const;

  KnownFields m_known;
  std::shared_ptr<const geo::View> m_existing;
  std::string m_source;
  std::unordered_map<std::uint64_t, Square> m_squares;
  std::uint64_t m_clock = 0;  // goes on with every look at a square
  double m_vaguest_m = 0;     // uncertainty of the vaguest row of the store that can be a match
  std::size_t m_kept = 0;
  std::int64_t m_read = 0;
  std::int64_t m_linked = 0;
  bool m_gave_up = false;
};

}  // namespace importers
