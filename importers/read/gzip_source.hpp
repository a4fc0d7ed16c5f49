// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/byte_source.hpp"
#include "importers/read/limits.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace importers {

bool looks_like_gzip(std::string_view first_bytes);

/// Inflates a gzip stream of one or more members. `name` is the file in error sentences.
/// read() throws geo::Error{input} when the stream is truncated, damaged (checksum, garbage after the last member; zero
/// bytes there are padding and fine) or grows past `limits`, counted on the bytes that really came out.
std::unique_ptr<ByteSource> gzip_source(std::unique_ptr<ByteSource> compressed, const std::string& name, const ReadLimits& limits);

}  // namespace importers
