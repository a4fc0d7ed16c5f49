// SPDX-License-Identifier: Apache-2.0
// `bairro release counts`: what everybody may see of the incidents, until there are releases with a gate.
#include "app/commands.hpp"
#include "app/job_entry.hpp"
#include "geo/analysis/district_counts.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

constexpr geo::TimeMs minute_ms = 60'000;
constexpr geo::TimeMs day_ms = 86'400'000;

geo::DayNumber today(const Context& context) {
  const geo::TimeMs now = now_ms();
  const geo::TimeZone zone(context.config.time_zone.value_or("Africa/Maputo"));
  return static_cast<geo::DayNumber>((now + zone.offset_min_at(now) * minute_ms) / day_ms);
}

void remove_if_any(store::SqliteStore& store, const std::string& id) {
  if (store.catalog().collection(id) != nullptr) { store.remove_result(id); }
}

void trace_release(store::SqliteStore& store, const std::string& what, const geo::Analysis& analysis) {
  store::AuditDetails details;
  details.word("what", what);
  store.audit().append(store::audit_entry(store::system_user(), "release", analysis.collection.id,
                                          static_cast<std::int64_t>(analysis.rows.size()), details));
}

}  // namespace

ExitCode run_release_counts(const Context& context, const ReleaseCommand& command) {
  const auto store = context.open_store();
  const geo::Role everything = geo::role_named("protection");
  geo::DistrictCountsParameters parameters{today(context), command.years, command.k};
  geo::Analysis analysis = geo::district_counts(*store->view("incidents", everything), *store->view("admin_areas", everything),
                                                store->catalog().code_lists, parameters);
  analysis.collection.result->made_at = now_ms();
  trace_release(*store, "publish", analysis);
  remove_if_any(*store, analysis.collection.id);
  store->add_result(analysis.collection, analysis.rows);
  const auto shown =
      std::count_if(analysis.rows.begin(), analysis.rows.end(), [](const geo::Row& row) { return !geo::is_null(row.values[3]); });
  if (context.json) {
    print(fmt::format("{{\"id\":\"{}\",\"cells\":{},\"shown\":{}}}\n", analysis.collection.id, analysis.rows.size(), shown));
    return done;
  }
  std::string text = context.in_language(
      {fmt::format("{}: everybody may see it now. {} of {} cells show a number. To take it back: bairro results remove {}\n",
                   analysis.collection.id, shown, analysis.rows.size(), analysis.collection.id),
       fmt::format("{}: agora qualquer pessoa o pode ver. {} de {} células mostram um número. Para o retirar: bairro results remove {}\n",
                   analysis.collection.id, shown, analysis.rows.size(), analysis.collection.id)});
  for (const geo::Text& caveat : analysis.caveats) {
    text += context.in_language({"  Note: ", "  Nota: "}) + context.in_language(caveat) + "\n";
  }
  print(text);
  return done;
}

}  // namespace app
