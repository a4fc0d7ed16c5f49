// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/table/batch.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace importers {

/// What a rule did to a row.
enum class Action : std::uint8_t {
  warned,       ///< nothing was changed; look at it
  fixed,        ///< the row went in with a value changed
  quarantined,  ///< the row did not go in; it is kept to be corrected
  dropped,      ///< the row is no data (a row of tags), or stands again further down in the file
};
std::string_view to_string(Action action);

/// One thing a rule found in one row.
struct Finding {
  std::int64_t line =
      0;               ///< line of the file, row of a sheet, or number of the feature (see FileFacts::position); 0: of no row in particular
  std::string column;  ///< as in the file; empty when it is about the whole row
  std::string value;   ///< as in the file, shortened
  std::string new_value;  ///< after a fix; empty: nothing was put in its place
  std::string rule;       ///< id in rules/catalogue.hpp
  Action action = Action::warned;
  geo::Text message;
};

/// Rows by what became of them. Law: read = accepted + fixed + quarantined + dropped.
struct RowCounts {
  std::int64_t read = 0;
  std::int64_t accepted = 0;  ///< went in as they were
  std::int64_t fixed = 0;     ///< went in with at least one recorded fix
  std::int64_t quarantined = 0;
  std::int64_t dropped = 0;

  bool operator==(const RowCounts&) const = default;
  [[nodiscard]] bool balanced() const { return read == accepted + fixed + quarantined + dropped; }
  [[nodiscard]] std::int64_t gone_in() const { return accepted + fixed; }
};

/// How often a rule did something.
struct RuleCount {
  std::string rule;
  Action action = Action::warned;
  std::int64_t count = 0;
  Finding example;          ///< the first one
  bool one_message = true;  ///< every finding has the same message as that
};

/// Where one column of the file went.
struct ColumnFate {
  std::string column;
  std::string use;  ///< field | latitude | longitude | geopoint | wkt | key | extra | ignored | identifier (the last two are never stored)
  std::string field;  ///< of the collection, when use is "field" or a key column that is a field as well
  std::string why;    ///< "--map" | profile | hxl | name | synonym | pattern; empty for extra
};

/// --set.
struct Constant {
  std::string field;
  std::string value;
};

struct FileFacts {
  std::string format;
  std::string encoding;
  char delimiter = 0;  ///< 0: not a CSV
  bool gzip = false;
  std::string crs;                      ///< "EPSG:4326"
  std::string crs_from;                 ///< file | --crs | assumed
  std::string time_zone;                ///< taken for times without an offset
  std::int64_t times_without_zone = 0;  ///< how many those are (rule T4)
  std::string profile;                  ///< id of the source's profile; empty: none
  geo::Text profile_title;
  std::string profile_from;                  ///< "columns" (it was recognised by them) or "--profile"
  std::vector<std::string> profile_columns;  ///< by which it was recognised
  std::string date_order;                    ///< d/m/y | m/d/y | y-m-d (nothing to decide)
  char decimal_sign = '.';
  std::vector<std::string> midnight_is_day;  ///< columns in which every time is 00:00: dates that a program gave a time to
  std::int64_t empty_lines = 0;
  std::string position = "line";  ///< what Finding::line counts: line | row | feature
  std::vector<geo::Text> notes;
};

/// All that can be said about one import. A value.
struct Report {
  std::string collection;
  std::string source;
  FileFacts file;
  RowCounts rows;
  std::int64_t warnings = 0;
  std::vector<RuleCount> rules;   ///< quarantined before fixed before dropped before warned, then by count
  std::vector<Finding> findings;  ///< in order of the file; at most Recorder::max_findings
  std::int64_t findings_left_out = 0;
  std::vector<ColumnFate> columns;
  std::vector<Constant> constants;
  geo::BatchOutcome outcome;
  bool dry_run = false;
  bool accept_partial = false;
  bool complete = false;
  bool refused = false;  ///< the file as a whole; see Refused

  /// Nothing was written: what the outcome says is what would have been.
  [[nodiscard]] bool is_trial() const { return dry_run || refused; }
};

/// The file as a whole was refused; nothing was written. Carries what is known, so that it can be shown.
class Refused : public geo::Error {
 public:
  Refused(geo::Text sentence, Report report);
  [[nodiscard]] const Report& report() const { return m_report; }

 private:
  Report m_report;
};

/// One JSON object, compact.
std::string to_json(const Report& report);
/// What to_json() wrote, as far as it stands there: not the lines of rows that others supersede. Throws Error{damaged}.
Report report_from_json(std::string_view json);
/// file,line,column,value,new_value,rule,action,message with CRLF line ends and a header; `language` "pt" or "en". Cells are
/// safe to open in a spreadsheet: a leading = + - @ TAB CR gets a single quote, unless the cell is a number.
std::string to_csv(const Report& report, std::string_view file_name, std::string_view language);
/// A few lines for a terminal: what was read, what went in, what was fixed and why, what to do about the rest.
std::string to_text(const Report& report, std::string_view language);

}  // namespace importers
