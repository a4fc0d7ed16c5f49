// SPDX-License-Identifier: Apache-2.0
// Profiles that users write: a mistake is one sentence that names the line; one that is taken has what a profile needs, and a file
// can be imported by it. The input is the TOML; what stands behind a zero byte is that file, else there is a small one.

#include "geo/base/text.hpp"
#include "importers/import.hpp"
#include "importers/profile/source_profile.hpp"
#include "importers/read/open.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) { std::abort(); }
}

class Sink final : public geo::BatchWriter {
 public:
  void add(const geo::StagedRow& row) override { require(row.line > 0); }
  void reject(const geo::RejectedRow& row) override { require(!row.rule.empty()); }
  geo::BatchOutcome resolve() override { return {}; }
  geo::BatchOutcome commit(const std::string&) override { return {}; }
};

void import_by(const importers::ProfilePointer& profile, const std::string& file) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  for (const std::string& id : profile->collections) {
    const geo::Collection* collection = catalog.collection(id);
    if (collection == nullptr) { continue; }
    importers::ImportOptions options;
    options.own_profile = profile;
    options.accept_partial = true;
    Sink sink;
    try {
      const auto reader = importers::open_source(importers::memory_source(file), "x.csv");
      require(importers::import(*reader, *collection, catalog, options, sink, {}).rows.balanced());
    } catch (const geo::Error& error) { require(error.problem() == geo::Problem::input); }
  }
}

void check(const importers::SourceProfile& profile) {
  require(!profile.id.empty() && !profile.collections.empty() && !profile.fields.empty() && profile.fingerprint.size() == 32);
  for (const importers::ProfileField& field : profile.fields) {
    require((field.columns.empty() && field.tags.empty()) != field.constant.empty());
    for (const std::string& tag : field.tags) { importers::tag_matches(tag, profile.id); }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(static_cast<const char*>(static_cast<const void*>(data)), size);
  const std::string_view toml = input.substr(0, input.find('\0'));
  const std::string file = toml.size() < size ? std::string(input.substr(toml.size() + 1))
                                              : "id,date,lat,lon,place,kind,state\n1,2024-05-01,-12.5,40.5,Pemba,Roubo,mz\n"
                                                "2,x,-12.5,40.5,,roubo,\n";
  importers::ProfilePointer profile;
  try {
    profile = importers::parse_profile(toml, "mine.toml");
  } catch (const geo::Error& error) {
    require(error.problem() == geo::Problem::usage && error.text().en.starts_with("profile mine.toml"));
    require(error.text().pt.starts_with("perfil mine.toml"));
    return 0;
  }
  check(*profile);
  import_by(profile, file);
  return 0;
}
