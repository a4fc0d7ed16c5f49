// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace importers {

/// UTF-8 that a program took for Windows-1252 (or Latin-1) and wrote as UTF-8 again: "ViolÃªncia" -> "Violência" (rule E1). The
/// whole text must make sense the other way, so "SÃO PAULO" and "«AMANHÃ»" stay. Once: what comes out may be broken again,
/// but that is no longer certain. Nothing when there is nothing to mend. A scan of the bytes for the many cells that are ASCII.
std::optional<std::string> mend_mojibake(std::string_view utf8);

}  // namespace importers
