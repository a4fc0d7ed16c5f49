// SPDX-License-Identifier: Apache-2.0
// The program `bairro-read`: reads one file that GDAL understands, handed in as standard input, and writes its rows to standard
// output (importers/gdal/protocol.hpp). Started by `bairro`; it gives up every right it has before it looks at the file.
//
//   bairro-read FORMAT LAYER ENCODING <FILE
#include "importers/child/lockdown.hpp"
#include "importers/child/output.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/rows.hpp"
#include "importers/child/source.hpp"
#include "importers/gdal/protocol.hpp"

#include <new>
#include <unistd.h>

namespace {

using namespace importers::child;

Request request_of(int argc, char** argv) {
  if (argc != 1 + importers::child_arguments) { refuse("arguments"); }
  const Request request{importers::gdal_format_with_id(argv[1]), argv[2], argv[3]};
  if (request.format == nullptr) { refuse("arguments"); }
  return request;
}

}  // namespace

int main(int argc, char** argv) {
  Output output;
  try {
    const Request request = request_of(argc, argv);
    prepare(*request.format);
    const Input input(importers::input_descriptor);
    lock_down();
    Source source = open_source(request, input);
    write_rows(source, output);
    // Not exit(): GDAL's and other libraries' last words are not worth waiting for.
    ::_exit(0);
  } catch (const Refusal& refusal) { output.refuse(refusal); } catch (const std::bad_alloc&) {
    output.refuse({"memory"});
  }
  ::_exit(0);
}
