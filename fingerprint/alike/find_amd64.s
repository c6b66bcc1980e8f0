//go:build !purego

#include "textflag.h"

// func find(out *uint32, probes *Probe, count int, lengths, turns *uint8, starts *uint16, end int) int
//
// Thirty-two edges at a time, without a branch but one: what their bytes lie below Low, less Span with saturation, is zero in
// both where the probe likes the edge. Those past the end of a run are left out.
TEXT ·find(SB), NOSPLIT, $8-64
	MOVQ out+0(FP), DI
	MOVQ probes+8(FP), R9
	MOVQ count+16(FP), R10
	MOVQ lengths+24(FP), R11
	MOVQ turns+32(FP), R14
	MOVQ starts+40(FP), R12
	PXOR X4, X4
	XORL R13, R13           // number of the probe, in the upper half

probe:
	MOVBLZX    2(R9), AX
	MOVD       AX, X0
	PUNPCKLBW  X0, X0
	PSHUFLW    $0, X0, X0
	PUNPCKLQDQ X0, X0
	MOVBLZX    3(R9), AX
	MOVD       AX, X1
	PUNPCKLBW  X1, X1
	PSHUFLW    $0, X1, X1
	PUNPCKLQDQ X1, X1
	MOVBLZX    4(R9), AX
	MOVD       AX, X10
	PUNPCKLBW  X10, X10
	PSHUFLW    $0, X10, X10
	PUNPCKLQDQ X10, X10
	MOVBLZX    5(R9), AX
	MOVD       AX, X11
	PUNPCKLBW  X11, X11
	PSHUFLW    $0, X11, X11
	PUNPCKLQDQ X11, X11
	MOVBLZX    0(R9), AX
	MOVBLZX    1(R9), BX
	MOVWLZX    2(R12)(BX*2), CX
	CMPL       AX, BX
	MOVWLZX    (R12)(AX*2), AX
	JHI        wraps
	MOVL       $-1, rest-8(SP)
	JMP        run

wraps:
	MOVL AX, rest-8(SP) // after the edges from 0, those from here
	XORL AX, AX

run:
	SUBL AX, CX
	JLE  ran
	LEAQ (R11)(AX*1), SI
	LEAQ (R14)(AX*1), R8
	MOVL R13, DX
	ADDL AX, DX

more:
	MOVOU    (SI), X2
	MOVO     X0, X3
	PSUBB    X2, X3
	PSUBUSB  X1, X3
	MOVOU    (R8), X5
	MOVO     X10, X6
	PSUBB    X5, X6
	PSUBUSB  X11, X6
	POR      X6, X3
	PCMPEQB  X4, X3
	MOVOU    16(SI), X7
	MOVO     X0, X8
	PSUBB    X7, X8
	PSUBUSB  X1, X8
	MOVOU    16(R8), X9
	MOVO     X10, X12
	PSUBB    X9, X12
	PSUBUSB  X11, X12
	POR      X12, X8
	PCMPEQB  X4, X8
	PMOVMSKB X3, AX
	PMOVMSKB X8, BX
	SHLL     $16, BX
	ORL      BX, AX
	CMPL     CX, $32
	JLT      last

found: // mostly none or one, which is no branch to be guessed: written anyhow, and kept where there is one
	BSFL  AX, BX
	ADDL  DX, BX
	MOVL  BX, (DI)
	XORL  BX, BX
	TESTL AX, AX
	SETNE BX
	LEAQ  (DI)(BX*4), DI
	LEAL  -1(AX), BX
	ANDL  BX, AX
	JNZ   found
	ADDQ  $32, SI
	ADDQ $32, R8
	ADDL $32, DX
	SUBL $32, CX
	JGT  more

ran:
	MOVL    rest-8(SP), AX
	TESTL   AX, AX
	JLT     probed
	MOVL    $-1, rest-8(SP)
	MOVQ    end+48(FP), CX
	JMP     run

probed:
	ADDQ $6, R9
	ADDL $0x10000, R13
	DECQ R10
	JNZ  probe
	SUBQ out+0(FP), DI
	SHRQ $2, DI
	MOVQ DI, ret+56(FP)
	RET

last: // fewer than thirty-two: the bits of those past the end go
	MOVL $1, BX
	SHLL CX, BX
	DECL BX
	ANDL BX, AX
	JMP  found


// func findWide(out *uint32, probes *Probe, count int, lengths, turns *uint8, starts *uint16, end int) int
//
// The same with the thirty-two edges in one register each.
TEXT ·findWide(SB), NOSPLIT, $8-64
	MOVQ  out+0(FP), DI
	MOVQ  probes+8(FP), R9
	MOVQ  count+16(FP), R10
	MOVQ  lengths+24(FP), R11
	MOVQ  turns+32(FP), R14
	MOVQ  starts+40(FP), R12
	VPXOR Y4, Y4, Y4
	XORL  R13, R13

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
	MOVL         $-1, rest-8(SP)
	JMP          run

wraps:
	MOVL AX, rest-8(SP)
	XORL AX, AX

run:
	SUBL AX, CX
	JLE  ran
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
	VPMOVMSKB Y5, AX
	CMPL      CX, $32
	JLT       last

found:
	BSFL  AX, BX
	ADDL  DX, BX
	MOVL  BX, (DI)
	XORL  BX, BX
	TESTL AX, AX
	SETNE BX
	LEAQ  (DI)(BX*4), DI
	LEAL  -1(AX), BX
	ANDL  BX, AX
	JNZ   found
	ADDQ  $32, SI
	ADDQ  $32, R8
	ADDL  $32, DX
	SUBL  $32, CX
	JGT   more

ran:
	MOVL    rest-8(SP), AX
	TESTL   AX, AX
	JLT     probed
	MOVL    $-1, rest-8(SP)
	MOVQ    end+48(FP), CX
	JMP     run

probed:
	ADDQ $6, R9
	ADDL $0x10000, R13
	DECQ R10
	JNZ  probe
	VZEROUPPER
	SUBQ out+0(FP), DI
	SHRQ $2, DI
	MOVQ DI, ret+56(FP)
	RET

last:
	MOVL $1, BX
	SHLL CX, BX
	DECL BX
	ANDL BX, AX
	JMP  found

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
