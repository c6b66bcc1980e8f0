//go:build !purego

#include "textflag.h"

// func find(out *uint32, probes *Probe, count int, lengths, turns *uint8, starts *uint16, end int) int
//
// Sixty-four edges at a time, and hardly a branch to be guessed: what their bytes lie below Low, less Span with saturation, is zero
// in both where the probe likes the edge. Bits of those past the end of a run are dropped, four numbers are written
// whether so many were found or not, and as many are kept as there are bits.
TEXT ·find(SB), NOSPLIT, $16-64
	MOVQ  out+0(FP), DI
	MOVQ  probes+8(FP), R9
	MOVQ  count+16(FP), AX
	MOVQ  AX, left-16(SP)
	MOVQ  lengths+24(FP), R11
	MOVQ  turns+32(FP), R14
	MOVQ  starts+40(FP), R12
	VPXOR Y4, Y4, Y4
	XORL  R13, R13           // number of the probe, in the upper half

probe:
	VPBROADCASTB 2(R9), Y0
	VPBROADCASTB 3(R9), Y1
	VPBROADCASTB 4(R9), Y2
	VPBROADCASTB 5(R9), Y3
	MOVBLZX      0(R9), AX
	MOVBLZX      1(R9), BX
	MOVWLZX      2(R12)(BX*2), CX
	CMPL         AX, BX
	MOVWLZX      (R12)(AX*2), AX
	JHI          wraps
	SUBL         AX, CX
	CMPL         CX, $32
	JHI          long
	VPSUBB       (R11)(AX*1), Y0, Y5
	VPSUBUSB     Y1, Y5, Y5
	VPSUBB       (R14)(AX*1), Y2, Y6
	VPSUBUSB     Y3, Y6, Y6
	VPOR         Y6, Y5, Y5
	VPCMPEQB     Y4, Y5, Y5
	VPMOVMSKB    Y5, BX
	BZHIL        CX, BX, BX
	LEAL         (R13)(AX*1), DX
	POPCNTL      BX, CX
	BSFL         BX, AX
	ADDL         DX, AX
	MOVL         AX, (DI)
	BLSRL        BX, BX
	BSFL         BX, AX
	ADDL         DX, AX
	MOVL         AX, 4(DI)
	BLSRL        BX, BX
	JNZ          several
	LEAQ         (DI)(CX*4), DI

probed:
	ADDQ $6, R9
	ADDL $0x10000, R13
	DECQ left-16(SP)
	JNZ  probe
	VZEROUPPER
	SUBQ out+0(FP), DI
	SHRQ $2, DI
	MOVQ DI, ret+56(FP)
	RET

several: // more than two
	ADDQ $8, DI

one:
	BSFL  BX, AX
	ADDL  DX, AX
	MOVL  AX, (DI)
	ADDQ  $4, DI
	BLSRL BX, BX
	JNZ   one
	JMP   probed

long:
	MOVL $-1, rest-8(SP)
	JMP  begun

wraps:
	MOVL AX, rest-8(SP) // after the edges from 0, those from here
	XORL AX, AX

run:
	SUBL AX, CX
	JLE  ran

begun:
	LEAQ (R11)(AX*1), SI
	LEAQ (R14)(AX*1), R8
	MOVL R13, DX
	ADDL AX, DX

more:
	VPSUBB    (SI), Y0, Y5
	VPSUBUSB  Y1, Y5, Y5
	VPSUBB    (R8), Y2, Y6
	VPSUBUSB  Y3, Y6, Y6
	VPOR      Y6, Y5, Y5
	VPCMPEQB  Y4, Y5, Y5
	VPSUBB    32(SI), Y0, Y7
	VPSUBUSB  Y1, Y7, Y7
	VPSUBB    32(R8), Y2, Y8
	VPSUBUSB  Y3, Y8, Y8
	VPOR      Y8, Y7, Y7
	VPCMPEQB  Y4, Y7, Y7
	VPMOVMSKB Y5, AX
	VPMOVMSKB Y7, BX
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVL      $64, BX
	CMPL      CX, BX
	CMOVLLT   CX, BX
	BZHIQ     BX, AX, AX
	POPCNTQ   AX, R10
	BSFQ      AX, BX
	ADDL      DX, BX
	MOVL      BX, (DI)
	BLSRQ     AX, AX
	BSFQ      AX, BX
	ADDL      DX, BX
	MOVL      BX, 4(DI)
	BLSRQ     AX, AX
	BSFQ      AX, BX
	ADDL      DX, BX
	MOVL      BX, 8(DI)
	BLSRQ     AX, AX
	BSFQ      AX, BX
	ADDL      DX, BX
	MOVL      BX, 12(DI)
	BLSRQ     AX, AX
	JNZ       many

next:
	LEAQ (DI)(R10*4), DI
	ADDQ $64, SI
	ADDQ $64, R8
	ADDL $64, DX
	SUBL $64, CX
	JGT  more

ran:
	MOVL  rest-8(SP), AX
	TESTL AX, AX
	JLT   probed
	MOVL  $-1, rest-8(SP)
	MOVQ  end+48(FP), CX
	JMP   run

many: // more than four
	LEAQ 16(DI), R10

another:
	BSFQ  AX, BX
	ADDL  DX, BX
	MOVL  BX, (R10)
	ADDQ  $4, R10
	BLSRQ AX, AX
	JNZ   another
	SUBQ  DI, R10
	SHRQ  $2, R10
	JMP   next

// func most(lies *Lies, n int, place, turn uint8) int
//
// Each of n is compared with all sixty-four at once, and those past the n-th are dropped.
TEXT ·most(SB), NOSPLIT, $0-32
	MOVQ         lies+0(FP), SI
	MOVQ         n+8(FP), CX
	VPBROADCASTB place+16(FP), Y12
	VPBROADCASTB turn+17(FP), Y13
	VPADDB       Y12, Y12, Y14
	VPADDB       Y13, Y13, Y15
	VPXOR        Y11, Y11, Y11
	XORL         DX, DX
	XORL         DI, DI

each:
	VPBROADCASTB (SI)(DI*1), Y0
	VPBROADCASTB 64(SI)(DI*1), Y1
	VPBROADCASTB 128(SI)(DI*1), Y2
	VPADDB       Y12, Y0, Y0
	VPADDB       Y12, Y1, Y1
	VPADDB       Y13, Y2, Y2
	VPSUBB       (SI), Y0, Y3
	VPSUBB       64(SI), Y1, Y4
	VPSUBB       128(SI), Y2, Y5
	VPSUBUSB     Y14, Y3, Y3
	VPSUBUSB     Y14, Y4, Y4
	VPSUBUSB     Y15, Y5, Y5
	VPOR         Y4, Y3, Y3
	VPOR         Y5, Y3, Y3
	VPCMPEQB     Y11, Y3, Y3
	VPMOVMSKB    Y3, AX
	VPSUBB       32(SI), Y0, Y6
	VPSUBB       96(SI), Y1, Y7
	VPSUBB       160(SI), Y2, Y8
	VPSUBUSB     Y14, Y6, Y6
	VPSUBUSB     Y14, Y7, Y7
	VPSUBUSB     Y15, Y8, Y8
	VPOR         Y7, Y6, Y6
	VPOR         Y8, Y6, Y6
	VPCMPEQB     Y11, Y6, Y6
	VPMOVMSKB    Y6, BX
	SHLQ         $32, BX
	ORQ          BX, AX
	BZHIQ        CX, AX, AX
	POPCNTQ      AX, AX
	CMPQ         AX, DX
	CMOVQGT      AX, DX
	INCQ         DI
	CMPQ         DI, CX
	JLT          each
	VZEROUPPER
	MOVQ         DX, ret+24(FP)
	RET

// func fetch(data *uint8, lines int)
TEXT ·fetch(SB), NOSPLIT, $0-16
	MOVQ data+0(FP), AX
	MOVQ lines+8(FP), CX

line:
	PREFETCHT0 (AX)
	ADDQ $64, AX
	DECQ CX
	JNZ  line
	RET
