// SPDX-License-Identifier: Apache-2.0
#include "app/results.hpp"

#include "geo/base/time.hpp"
#include "store/analysis_run.hpp"

#include <fmt/format.h>

namespace app {

void sweep_quietly(const Context& context, store::Store& store) {
  try {
    store::sweep_results(store, now_ms());
  } catch (const geo::Error& error) {
    print_error(context, {fmt::format("old results could not be removed: {}", error.text().en),
                          fmt::format("não foi possível remover resultados antigos: {}", error.text().pt)});
  }
}

geo::Text keeping_text(const geo::Provenance& result) {
  if (!result.expires_at) { return {"kept for good", "guardado sem prazo"}; }
  const std::string day = geo::format_time(*result.expires_at).substr(0, 10);
  return {"kept until " + day, "guardado até " + day};
}

void write_result(geo::JsonWriter& json, const Context& context, const geo::Collection& collection, std::uint64_t rows) {
  const geo::Provenance& made = *collection.result;
  json.member("id", collection.id).member("method", made.method).member("title", context.in_language(collection.title));
  json.member("rows", rows)
      .member("role", made.role)
      .member("rev", made.rev)
      .member("made_at", geo::format_time(made.made_at))
      .key("expires_at");
  if (made.expires_at) {
    json.value(geo::format_time(*made.expires_at));
  } else {
    json.null();
  }
}

}  // namespace app
