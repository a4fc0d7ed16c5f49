// SPDX-License-Identifier: Apache-2.0
#include "tests/store/sequence.hpp"

#include "store/memory/memory_store.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/random_store.hpp"

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <utility>

namespace store_test {
namespace {

class Disagreement : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A view's version must change when, and only when, what it shows does.
class Versions {
 public:
  void check(const std::string& who, std::uint64_t version, const std::string& content) {
    const auto [of_version, is_new_version] = m_content.emplace(std::pair(who, version), content);
    if (!is_new_version && of_version->second != content) {
      throw Disagreement(fmt::format("{}: version {} stands for two contents:\n{}\n\n{}", who, version, of_version->second, content));
    }
    const auto [of_content, is_new_content] = m_version.emplace(std::pair(who, content), version);
    if (!is_new_content && of_content->second != version) {
      throw Disagreement(fmt::format("{}: versions {} and {} for the same content:\n{}", who, of_content->second, version, content));
    }
  }

 private:
  std::map<std::pair<std::string, std::uint64_t>, std::string> m_content;
  std::map<std::pair<std::string, std::string>, std::uint64_t> m_version;
};

/// The first line that is not the same in both.
std::string difference(std::string_view expected, std::string_view actual) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < expected.size() && i < actual.size() && expected[i] == actual[i]; ++i) {
    if (expected[i] == '\n') { start = i + 1; }
  }
  const auto rest = [&](std::string_view text) { return text.substr(start, text.find('\n', start) - start); };
  return fmt::format("--- model:\n{}\n--- store:\n{}", rest(expected), rest(actual));
}

struct KeptView {
  std::shared_ptr<const geo::View> view;
  std::string content;
};

class Sequence {
 public:
  Sequence(const NamedFactory& subject, std::uint64_t seed)
      : m_make(seed), m_subject(subject.make([this] { return m_now; })), m_model(m_subject->writer().info().id, [this] { return m_now; }) {
    for (const geo::Collection& collection : RandomStore::extra_collections()) {
      both("add_collection " + collection.id, [&](store::Store& s) {
        s.add_collection(collection);
        return std::string("done");
      });
    }
    const std::vector<geo::Collection> all = m_model.catalog().collections;
    for (std::size_t n = 1 + m_make.below(2); n > 0; --n) { m_collections.push_back(m_make.one_of(all).id); }
  }

  void step() {
    m_now += 1000;
    const std::size_t dice = m_make.below(100);
    if (dice < 30) {
      import_new();
    } else if (dice < 38) {
      import_again();
    } else if (dice < 52) {
      import_corrected();
    } else if (dice < 70) {
      edit();
    } else if (dice < 84) {
      undo();
    } else if (dice < 90) {
      add_field();
    } else if (dice < 96) {
      reopen();
    } else {
      abandon();
    }
    check_bookkeeping();
    check_quarantine();
    for (int i = 0; i < 2; ++i) { check_view(); }
    for (int i = 0; i < 2; ++i) { check_history(); }
    check_kept_views();
  }

  [[nodiscard]] const std::vector<std::string>& log() const { return m_log; }

 private:
  using Call = std::function<std::string(store::Store&)>;

  /// Asks both; they must say the same.
  std::string both(const std::string& what, const Call& call) {
    m_log.push_back(what);
    const std::string expected = answer([&] { return call(m_model); });
    const std::string actual = answer([&] { return call(m_subject->writer()); });
    m_log.back() += " -> " + expected;
    require_same(what, expected, actual);
    return expected;
  }

  /// Asks the reading side; not worth a line in the log.
  std::string both_read(const std::string& what, const Call& call) {
    const std::string expected = answer([&] { return call(m_model); });
    require_same(what, expected, answer([&] { return call(m_subject->reader()); }));
    return expected;
  }

  static void require_same(const std::string& what, const std::string& expected, const std::string& actual) {
    if (expected != actual) { throw Disagreement(what + "\n" + difference(expected, actual)); }
  }

  geo::Collection collection() { return *m_model.catalog().collection(m_make.one_of(m_collections)); }

  /// Of all the rows ever made, roughly.
  geo::Fid largest_fid(const std::string& id) {
    geo::Query all;
    all.limit = UINT32_MAX;
    const geo::Page page = m_model.view(id, geo::role_named("protection"))->find(all);
    return page.batch.rows == 0 ? 1 : page.batch.fid.integer(page.batch.rows - 1) + 1;
  }

  static std::string feed(geo::BatchWriter& writer, const File& file) {
    for (const geo::StagedRow& row : file.rows) { writer.add(row); }
    for (const geo::RejectedRow& row : file.rejected) { writer.reject(row); }
    geo::BatchOutcome planned = writer.resolve();
    if (!planned.already_imported) { planned.batch = planned.rev = 0; }  // not known before the commit
    return describe(planned);
  }

  void import(File file, const char* how) {
    const std::size_t fields = m_model.catalog().collection(file.info.collection)->fields.size();
    for (geo::StagedRow& row : file.rows) { row.row.values.resize(fields); }  // the file may be older than the newest field
    both(fmt::format("{} {} {} rows, source '{}'", how, file.info.collection, file.rows.size(), file.info.source), [&](store::Store& s) {
      const auto writer = s.begin(file.info);
      const std::string planned = feed(*writer, file);
      return planned + " / " + describe(writer->commit(file.report));
    });
    both_read("find_import", [&](store::Store& s) { return std::to_string(s.find_import(file.info).value_or(-1)); });
  }

  void import_new() {
    m_files.push_back(m_make.file(collection()));
    import(m_files.back(), "import");
  }

  void import_again() {
    if (m_files.empty()) { return; }
    File file = m_make.one_of(m_files);
    if (m_make.chance(20)) { file.info.options = "other"; }
    if (m_make.chance(10)) { file.info.source = "other"; }
    import(file, "import again");
  }

  void import_corrected() {
    if (m_files.empty()) { return; }
    const File& before = m_make.one_of(m_files);
    File file = m_make.corrected(*m_model.catalog().collection(before.info.collection), before);
    correct_quarantine(file);
    m_files.push_back(file);
    import(file, "import corrected");
  }

  /// Some rows say that they take the place of rows in quarantine: of this collection, of another, of none at all.
  void correct_quarantine(File& file) {
    const auto some_ref = [&]() -> std::optional<geo::QuarantineRef> {
      const auto waiting = m_model.quarantine(m_make.one_of(m_collections));
      if (waiting.empty() || m_make.chance(10)) { return geo::QuarantineRef{99, 7}; }
      return m_make.one_of(waiting).ref;
    };
    for (geo::StagedRow& row : file.rows) {
      if (m_make.chance(20)) { row.corrects = some_ref(); }
    }
    for (geo::RejectedRow& row : file.rejected) {
      if (m_make.chance(40)) { row.corrects = some_ref(); }
    }
  }

  /// A batch that never commits leaves nothing behind.
  void abandon() {
    const File file = m_make.file(collection());
    const bool resolves = m_make.chance(70);
    both("abandon", [&](store::Store& s) {
      const auto writer = s.begin(file.info);
      return resolves ? feed(*writer, file) : std::string("nothing");
    });
    both("begin nowhere", [&](store::Store& s) {
      geo::BatchInfo info = file.info;
      info.collection = "nowhere";
      return s.begin(info) ? std::string("begun") : std::string("null");
    });
  }

  void edit() {
    const geo::Collection target = collection();
    const geo::Fid largest = largest_fid(target.id);
    std::vector<geo::Edit> edits;
    std::string what = "edit " + target.id;
    for (std::size_t n = 1 + m_make.below(4); n > 0; --n) { edits.push_back(m_make.edit(target, largest)); }
    if (m_make.chance(6)) { edits = {spoilt(edits.front())}; }
    geo::BatchInfo info;
    info.collection = target.id;
    if (m_make.chance(3)) {  // one fault at a time: which of two is told is nobody's business
      info.collection = "nowhere";
      edits.resize(1);
    }
    info.kind = "edit";
    info.operator_name = "rui";
    for (const geo::Edit& e : edits) { what += " | " + describe(e); }
    both(what, [&](store::Store& s) { return describe(s.edit(info, edits)); });
  }

  geo::Edit spoilt(geo::Edit edit) {
    edit.fid = 0;
    edit.remove = false;
    if (m_make.chance(50)) {
      edit.row.values.pop_back();
    } else {
      edit.row.values.front() =
          m_make.chance(50) ? geo::Value(std::numeric_limits<double>::infinity()) : geo::Value(std::int64_t{1} << 40U);
    }
    return edit;
  }

  /// What undo would do is what it does.
  void undo() {
    const auto batch = static_cast<geo::BatchId>(m_make.below(m_model.batches().size() + 2));
    const std::string planned = both(fmt::format("plan undo {}", batch), [&](store::Store& s) { return describe(s.plan_undo(batch)); });
    if (m_make.chance(20)) { return; }
    const std::string done = both(fmt::format("undo {}", batch), [&](store::Store& s) {
      geo::BatchOutcome outcome = s.undo(batch);
      outcome.batch = outcome.rev = 0;
      return describe(outcome);
    });
    require_same("undo as planned", planned, done);
  }

  void add_field() {
    const geo::Field field = m_make.field();
    const std::string id = m_make.chance(5) ? "nowhere" : collection().id;
    both(fmt::format("add_field {} {}", id, field.name), [&](store::Store& s) {
      s.add_field(id, field);
      return std::string("done");
    });
    if (m_make.chance(20)) {
      both("add_collection", [&](store::Store& s) {
        s.add_collection(RandomStore::extra_collections().front());
        return std::string("done");
      });
    }
  }

  void reopen() {
    m_log.emplace_back("reopen");
    m_kept.clear();
    m_subject->reopen();
  }

  void check_bookkeeping() {
    both_read("info", [](store::Store& s) { return fmt::format("{} {}", s.info().id, s.info().rev); });
    both_read("batches", [](store::Store& s) {
      std::string out;
      for (const store::BatchRecord& record : s.batches()) { out += describe(record) + "\n"; }
      return out;
    });
    const auto batch = static_cast<geo::BatchId>(m_make.below(m_model.batches().size() + 1)) + 1;
    both_read(fmt::format("rejected {}", batch), [&](store::Store& s) {
      std::string out;
      for (const geo::RejectedRow& row : s.rejected(batch)) { out += describe(row) + "\n"; }
      return out;
    });
    both_read(fmt::format("batch {}", batch), [&](store::Store& s) {
      const std::optional<store::BatchRecord> record = s.batch(batch);
      return record ? describe(*record) : std::string("none");
    });
    if (!m_make.chance(20)) { return; }
    both_read("catalog", [&](store::Store& s) {
      const geo::Catalog catalog = s.catalog();
      std::string out = catalog.code_lists == geo::builtin_catalog().code_lists ? "" : "other code lists";
      for (const geo::Collection& c : catalog.collections) { out += describe(c) + "\n"; }
      return out;
    });
  }

  void check_quarantine() {
    const std::string id = m_make.one_of(m_collections);
    both_read("quarantine of " + id, [&](store::Store& s) {
      std::string out;
      for (const store::QuarantinedRow& row : s.quarantine(id)) { out += describe(row.ref) + " " + describe(row.row) + "\n"; }
      return out;
    });
    both_read("quarantine counts", [&](store::Store& s) {
      std::string out;
      for (const auto& [collection, rows] : s.quarantine_counts()) { out += fmt::format("{} {}\n", collection, rows); }
      return out;
    });
  }

  /// Both tell the same; and the last thing told is what the role sees now.
  void check_history() {
    const std::string id = m_make.one_of(m_collections);
    const geo::Role role = m_make.role();
    const auto fid = static_cast<geo::Fid>(m_make.below(static_cast<std::size_t>(largest_fid(id)) + 2));
    const std::string who =
        fmt::format("history of {} {} as {} {}/{}", id, fid, geo::role_text(role), role.row_clearance, role.field_clearance);
    both_read(who, [&](store::Store& s) {
      std::string out;
      for (const store::RowVersion& version : s.history(id, fid, role)) { out += describe(version) + "\n"; }
      return out;
    });
    if (!is_open(id, role)) { return; }
    geo::Query query;
    query.fid = fid;
    const geo::Page page = m_model.view(id, role)->find(query);
    if (page.batch.rows == 0) { return; }
    const geo::Feature now = geo::feature_at(page.batch, 0);
    const store::RowVersion newest = m_model.history(id, fid, role).back();
    require_same(who + ", the newest", describe(now), describe(geo::Feature{fid, newest.rev, newest.row}));
    check_name(id, role, now);
  }

  void check_name(const std::string& id, const geo::Role& role, const geo::Feature& row) {
    const geo::Collection schema = m_model.view(id, role)->schema();
    const auto text = [&](const char* field) {
      const int i = schema.index_of(field);
      const auto* value = i < 0 ? nullptr : std::get_if<std::string>(&row.row.values[static_cast<std::size_t>(i)]);
      return value == nullptr ? std::string("nothing") : *value;
    };
    const std::string found = both_read(
        "find_row", [&](store::Store& s) { return std::to_string(s.find_row(id, text("source"), text("source_key"), role).value_or(-1)); });
    const bool has_name = text("source") != "nothing" && text("source_key") != "nothing";
    require_same("find_row", std::to_string(has_name ? row.fid : -1), found);
  }

  /// Whether there is such a collection for the role; both must agree.
  bool is_open(const std::string& id, const geo::Role& role) {
    return both_read("the view of " + id + " as " + geo::role_text(role), [&](store::Store& s) {
             (void)s.view(id, role);
             return std::string("open");
           }) == "open";
  }

  void check_view() {
    const std::string id = m_make.one_of(m_collections);
    const geo::Role role = m_make.role();
    const std::string who = fmt::format("{} as {} {}/{}", id, geo::role_text(role), role.row_clearance, role.field_clearance);
    if (!is_open(id, role)) { return; }
    const auto model = m_model.view(id, role);
    store::Store& side = m_make.chance(50) ? m_subject->reader() : m_subject->writer();
    const auto subject = side.view(id, role);
    const std::string content = describe(*model);
    require_same(who, content, describe(*subject));
    m_versions.check("model, " + who, model->version(), content);
    m_versions.check("store, " + who, subject->version(), content);
    const geo::Fid largest = largest_fid(id);
    for (int i = 0; i < 3; ++i) { check_questions(who, *model, *subject, largest); }
    if (m_make.chance(20)) { m_kept.push_back({subject, content}); }
    if (m_kept.size() > 4) { m_kept.erase(m_kept.begin()); }
  }

  void check_questions(const std::string& who, const geo::View& model, const geo::View& subject, geo::Fid largest) {
    const auto same = [&](const std::string& what, const std::function<std::string(const geo::View&)>& ask) {
      require_same(who + ": " + what, answer([&] { return ask(model); }), answer([&] { return ask(subject); }));
    };
    const geo::Query query = m_make.query(model.schema(), largest);
    const std::string asked = describe(query);
    same("find " + asked, [&](const geo::View& v) { return describe(v.find(query)); });
    same("scan " + asked, [&](const geo::View& v) { return scanned(v, query.filter, query.columns); });
    same("count " + asked, [&](const geo::View& v) { return std::to_string(v.count(query.filter)); });
    const geo::Grid grid{static_cast<int>(m_make.chance(50) ? m_make.below(4) : m_make.below(31))};
    same(fmt::format("aggregate {} zoom {}", asked, grid.zoom),
         [&](const geo::View& v) { return describe(v.aggregate(query.filter, grid)); });
    check_law_of_counts(subject, query.filter, grid);
    check_law_of_counts(model, query.filter, grid);
  }

  static void check_law_of_counts(const geo::View& view, const geo::Filter& filter, geo::Grid grid) {
    const geo::Aggregate aggregate = view.aggregate(filter, grid);
    std::uint64_t sum = aggregate.without_geometry;
    for (const geo::CellCount& cell : aggregate.cells) { sum += cell.count; }
    require_same("law of counts, " + describe(filter), std::to_string(view.count(filter)), std::to_string(sum));
  }

  /// A view goes on saying what it said, whatever was written since.
  void check_kept_views() {
    for (const KeptView& kept : m_kept) { require_same("an older view", kept.content, describe(*kept.view)); }
  }

  geo::TimeMs m_now = 1'700'000'000'000;
  RandomStore m_make;
  std::unique_ptr<Subject> m_subject;
  store::MemoryStore m_model;
  std::vector<std::string> m_collections;
  std::vector<File> m_files;
  std::vector<KeptView> m_kept;
  Versions m_versions;
  std::vector<std::string> m_log;
};

}  // namespace

std::string compare_with_model(const NamedFactory& subject, std::uint64_t seed, int steps) {
  Sequence sequence(subject, seed);
  try {
    for (int i = 0; i < steps; ++i) { sequence.step(); }
  } catch (const std::exception& e) {
    std::string report = fmt::format("seed {} of {}:\n", seed, subject.name);
    for (const std::string& line : sequence.log()) { report += "  " + line + "\n"; }
    return report + e.what();
  }
  return {};
}

}  // namespace store_test
