package caseparquet

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// checkPages walks the headers of a column's pages and refuses sizes that a file of cases has no use for, before the pages
// are unpacked: a few bytes can say that they unpack to gigabytes.
func checkPages(in io.ReaderAt, size int64, meta *format.ColumnMetaData) error {
	if meta.Codec != format.Uncompressed && meta.Codec != format.Snappy {
		return fmt.Errorf("packed with %s; write it with Snappy or unpacked", meta.Codec)
	}
	at := meta.DataPageOffset
	if meta.DictionaryPageOffset > 0 && meta.DictionaryPageOffset < at {
		at = meta.DictionaryPageOffset
	}
	end := at + meta.TotalCompressedSize
	if at < 4 || end < at || end > size {
		return fmt.Errorf("says that it lies at bytes %d to %d of %d", at, end, size)
	}
	var protocol thrift.CompactProtocol
	for at < end {
		section := io.NewSectionReader(in, at, end-at)
		buffered := bufio.NewReaderSize(section, 256)
		counted := protocol.NewReader(buffered)
		header := new(format.PageHeader)
		if err := thrift.NewDecoder(counted).Decode(header); err != nil {
			return fmt.Errorf("damaged at byte %d: %w", at, err)
		}
		read, _ := section.Seek(0, io.SeekCurrent)
		at += read - int64(buffered.Buffered())
		packed := int64(header.CompressedPageSize)
		if packed < 0 || packed > end-at {
			return fmt.Errorf("damaged: a page of %d bytes at byte %d", packed, at)
		}
		if err := checkHeader(header); err != nil {
			return err
		}
		if meta.Codec == format.Snappy {
			if err := checkSnappy(in, at, header); err != nil {
				return err
			}
		}
		at += packed
	}
	return nil
}

// checkHeader refuses what a page says of itself.
func checkHeader(h *format.PageHeader) error {
	values := max(h.DataPageHeader.V.NumValues, h.DataPageHeaderV2.V.NumValues, h.DictionaryPageHeader.V.NumValues)
	if h.UncompressedPageSize < 0 || h.UncompressedPageSize > maxPage || values > maxValues {
		return fmt.Errorf("a page of %d bytes and %d values; write smaller pages", h.UncompressedPageSize, values)
	}
	return nil
}

// checkSnappy reads the length that a packed page begins with, which is allocated before it is unpacked.
func checkSnappy(in io.ReaderAt, at int64, h *format.PageHeader) error {
	if h.DataPageHeaderV2.Valid { // its levels are not packed
		levels := int64(h.DataPageHeaderV2.V.RepetitionLevelsByteLength) + int64(h.DataPageHeaderV2.V.DefinitionLevelsByteLength)
		if levels < 0 || levels > int64(h.CompressedPageSize) {
			return fmt.Errorf("damaged: levels of %d bytes", levels)
		}
		if levels == int64(h.CompressedPageSize) {
			return nil
		}
		at += levels
	}
	var begin [binary.MaxVarintLen64]byte
	n, _ := in.ReadAt(begin[:], at)
	if length, _ := binary.Uvarint(begin[:n]); length > maxPage {
		return fmt.Errorf("a page that unpacks to %d bytes; write smaller pages", length)
	}
	return nil
}
