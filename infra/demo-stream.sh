#!/usr/bin/env bash
# Pushes a test picture (a running clock and moving threads) and a soft chord to a stage over SRT, as a real encoder would.
#   infra/demo-stream.sh [--host H] [--port N] [--passphrase P]
# Calls again whenever the stage is away. SIGTERM, SIGINT or the end of its parent's terminal ends it and its ffmpeg.
set -u
host=127.0.0.1 port=9710 passphrase=
usage="usage: $0 [--host 127.0.0.1] [--port 9710] [--passphrase 10-to-79-characters]"
while [ $# -gt 0 ]; do
  case $1 in
    --host | --port | --passphrase)
      [ $# -ge 2 ] || { echo "$1 needs a value. $usage" >&2; exit 2; }
      case $1 in --host) host=$2 ;; --port) port=$2 ;; --passphrase) passphrase=$2 ;; esac
      shift 2 ;;
    -h | --help) echo "$usage"; exit 0 ;;
    *) echo "Unknown option: $1. $usage" >&2; exit 2 ;;
  esac
done

target="srt://$host:$port?mode=caller&latency=300000&connect_timeout=3000"
[ -z "$passphrase" ] || target="$target&passphrase=$passphrase"

# Six threads that swing slowly over a dark cloth: drawn small, then enlarged, which costs little and looks soft.
size=320x180
picture="color=c=0x14202e:s=$size:r=25"
i=0
for colour in 0x4cb3a5 0x7fc8bd 0xd8a657 0xe6c88e 0x5a86b8 0x93b4d8; do
  picture="$picture,drawbox=x=0:y='$((28 + i * 24))+10*sin(t*0.$((4 + i))+$i)':w=iw:h=3:c=$colour@0.85:t=fill"
  i=$((i + 1))
done
picture="$picture,scale=1280:720:flags=bilinear"

font=
for file in /usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf /usr/share/fonts/TTF/DejaVuSans-Bold.ttf "/System/Library/Fonts/Supplemental/Arial Bold.ttf"; do
  [ -f "$file" ] && { font=$file; break; }
done
if [ -n "$font" ]; then
  text="fontfile='$font':fontcolor=white:box=1:boxcolor=0x14202e@0.7:boxborderw=16"
  picture="$picture,drawtext=$text:fontsize=96:text='%{gmtime\\:%H\\\\\\:%M\\\\\\:%S} UTC':x=(w-tw)/2:y=(h-th)/2"
  picture="$picture,drawtext=$text:fontsize=32:text='Expo test picture':x=(w-tw)/2:y=h-th-56"
fi

# A fifth and an octave that swell and fall.
sound="aevalsrc='0.07*(0.6+0.4*sin(0.5*t))*(sin(2*PI*220*t)+0.7*sin(2*PI*330*t)+0.4*sin(2*PI*440*t))|0.07*(0.6+0.4*cos(0.5*t))*(sin(2*PI*220*t)+0.7*sin(2*PI*330*t)+0.4*sin(2*PI*440*t))':s=48000"

encoder=
finish() {
  trap - EXIT INT TERM HUP
  [ -z "$encoder" ] || { kill -TERM "$encoder" 2>/dev/null; wait "$encoder" 2>/dev/null; }
  exit "$1"
}
trap 'finish 0' INT TERM HUP
trap 'finish $?' EXIT

pause=1
while :; do
  began=$(date +%s)
  ffmpeg -hide_banner -loglevel error -nostdin -re -f lavfi -i "$picture" -re -f lavfi -i "$sound" \
    -c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -g 50 -b:v 1500k -maxrate 2000k -bufsize 2000k \
    -c:a aac -b:a 128k -f mpegts "$target" &
  encoder=$!
  wait "$encoder"
  encoder=
  # The stage may not be up yet, or may be starting again: soon at first, then less often.
  [ $(($(date +%s) - began)) -lt 10 ] || pause=1
  sleep "$pause" & encoder=$!
  wait "$encoder"
  encoder=
  [ "$pause" -ge 5 ] || pause=$((pause + 1))
done
